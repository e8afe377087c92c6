"""Messages: which automations are on and what they say, the ledger of what was sent, and the links that were."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

automation_settings = sa.Table(
    "automation_settings",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("automation", Text, primary_key=True),
    sa.Column("email", sa.Boolean, nullable=False),
    sa.Column("sms", sa.Boolean, nullable=False),
    sa.Column("timing", sa.LargeBinary),
    sa.Column("filters", sa.LargeBinary),
)
"""An automation without a row is off (row B8). `timing` and `filters` are the JSON of the wire's; without, they are
those that the automation comes with.
"""

automation_texts = sa.Table(
    "automation_texts",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("automation", Text, primary_key=True),
    sa.Column("channel", Text, primary_key=True),
    sa.Column("language", Text, primary_key=True),
    sa.Column("text", Text, nullable=False),
)
"""The business's own texts; without a row it is the one that comes with the product (row B17)."""

message_keys = sa.Table(
    "message_keys",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
)
"""The key under which the ledger names what it remembers."""

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("automation", Text, nullable=False),
    sa.Column("subject", Text),
    sa.Column("client_id", Text),
    sa.Column("cycle", Instant, nullable=False),
    sa.Column("channel", Text, nullable=False),
    sa.Column("ledger_key", sa.LargeBinary),
    sa.Column("status", Text, nullable=False),
    sa.Column("reason", Text),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("reference", Text),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("held_until", Instant),
    sa.Column("delivered_at", Instant),
    sa.Index("messages_subject", "business_id", "subject"),
    sa.Index("messages_client", "business_id", "client_id", "at"),
    sa.Index("messages_reference", "business_id", "reference"),
    sa.Index("messages_runs", "business_id", "automation", "at"),
    sa.Index("messages_ledger", "business_id", "ledger_key", unique=True),
)
"""No address and no text: both are made when the message goes. `subject` is what it is about, such as `draft:<id>`,
and `cycle` which of its occasions; `reference` is the provider's name for it.

A row with `ledger_key` is automatic and outlives its subject without `subject` and `client_id`; one sent by hand has
none, and in a unique index null never equals null.
"""

_in_flight = messages.c.status.in_([sa.literal_column("'queued'"), sa.literal_column("'sending'")])
sa.Index(
    "messages_in_flight",
    messages.c.business_id,
    messages.c.subject,
    messages.c.automation,
    messages.c.channel,
    unique=True,
    sqlite_where=_in_flight,
    postgresql_where=_in_flight,
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("purpose", Text, nullable=False),
    sa.Column("subject", Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("opened_at", Instant),
    sa.Index("links_subject", "business_id", "subject"),
)
"""What whoever has a link may do, and with what; of the link itself only its hash is kept (promise S2).
`opened_at` is when somebody or something first asked for its page."""
