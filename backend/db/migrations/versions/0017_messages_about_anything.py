"""Messages about anything and not only drafts, every automation's settings and texts, one table of links, and where
clients are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clients", sa.Column("zone", sa.Text(), nullable=True))
    _settings()
    _messages()
    _links()


def _settings() -> None:
    op.create_table(
        "automation_settings",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("automation", sa.Text(), nullable=False),
        sa.Column("email", sa.Boolean(), nullable=False),
        sa.Column("sms", sa.Boolean(), nullable=False),
        sa.Column("timing", sa.LargeBinary(), nullable=True),
        sa.Column("filters", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "automation", name=op.f("pk_automation_settings")),
    )
    op.create_table(
        "automation_texts",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("automation", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "automation", "channel", "language", name=op.f("pk_automation_texts")),
    )
    op.execute(
        "INSERT INTO automation_settings (business_id, automation, email, sms)"
        " SELECT business_id, 'incomplete_booking', email, sms FROM reminder_settings"
    )
    op.drop_table("reminder_settings")


def _messages() -> None:
    """Made anew with what is in it: on SQLite no column can change its type."""
    op.execute("CREATE TABLE messages_before AS SELECT * FROM messages")
    op.drop_table("messages")
    op.create_table(
        "messages",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("automation", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("cycle", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ledger_key", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_messages")),
    )
    op.execute(
        "INSERT INTO messages (business_id, id, automation, subject, client_id, cycle, channel, ledger_key, status,"
        " reason, tries, made_at, at) SELECT m.business_id, m.id, 'incomplete_booking', 'draft:' || m.draft_id,"
        " d.client_id, m.cycle, m.channel, m.ledger_key, m.status, m.reason, m.tries, m.made_at, m.at"
        " FROM messages_before m LEFT JOIN drafts d ON d.business_id = m.business_id AND d.id = m.draft_id"
    )
    op.drop_table("messages_before")
    for name, columns in (
        ("subject", ["subject"]),
        ("client", ["client_id", "at"]),
        ("reference", ["reference"]),
    ):
        op.create_index(f"messages_{name}", "messages", ["business_id", *columns], unique=False)
    op.create_index("messages_ledger", "messages", ["business_id", "ledger_key"], unique=True)
    op.create_index(
        "messages_in_flight",
        "messages",
        ["business_id", "subject", "automation", "channel"],
        unique=True,
        sqlite_where=sa.text("status IN ('queued', 'sending')"),
        postgresql_where=sa.text("status IN ('queued', 'sending')"),
    )
    op.execute("UPDATE due SET task = 'send_message' WHERE task = 'send_reminder'")


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_links")),
    )
    op.create_index("links_subject", "links", ["business_id", "subject"], unique=False)
    op.execute(
        "INSERT INTO links (business_id, hash, purpose, subject, made_at)"
        " SELECT business_id, hash, 'resume', 'draft:' || draft_id, made_at FROM resume_links"
    )
    op.drop_table("resume_links")


def downgrade() -> None:
    """What is not about a draft has no place in the tables before, and goes."""
    op.create_table(
        "resume_links",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_resume_links")),
    )
    op.create_index("resume_links_draft", "resume_links", ["business_id", "draft_id"], unique=False)
    op.execute(
        "INSERT INTO resume_links SELECT business_id, hash, substr(subject, 7), made_at FROM links"
        " WHERE purpose = 'resume'"
    )
    op.create_table(
        "reminder_settings",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Boolean(), nullable=False),
        sa.Column("sms", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_reminder_settings")),
    )
    op.execute(
        "INSERT INTO reminder_settings SELECT business_id, email, sms FROM automation_settings"
        " WHERE automation = 'incomplete_booking'"
    )
    for table in ("links", "automation_texts", "automation_settings"):
        op.drop_table(table)
    _drafts_messages()
    op.drop_column("clients", "zone")


def _drafts_messages() -> None:
    for name in ("in_flight", "subject", "client", "reference"):
        op.drop_index(f"messages_{name}", "messages")
    op.execute("DELETE FROM messages WHERE automation <> 'incomplete_booking'")
    op.add_column("messages", sa.Column("draft_id", sa.Text(), nullable=True))
    op.execute("UPDATE messages SET draft_id = substr(subject, 7)")
    for column in ("automation", "subject", "client_id", "reference", "held_until"):
        op.drop_column("messages", column)
    op.create_index("messages_draft", "messages", ["business_id", "draft_id"], unique=False)
    op.create_index(
        "messages_in_flight",
        "messages",
        ["business_id", "draft_id", "channel"],
        unique=True,
        sqlite_where=sa.text("status IN ('queued', 'sending')"),
        postgresql_where=sa.text("status IN ('queued', 'sending')"),
    )
    op.execute("UPDATE due SET task = 'send_reminder' WHERE task = 'send_message'")
