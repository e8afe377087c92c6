"""Locations, the people who work at desks, their roles and sessions, and the counters that hold guessing back."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata
from backend.db.tables.core import business_id

locations = sa.Table(
    "locations",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("name", Text, nullable=False),
    sa.Column("zone", Text, nullable=False),
    sa.Column("currency", Text, nullable=False),
    sa.Column("region", Text, nullable=False),
    sa.Column("phone", Text, nullable=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

people = sa.Table(
    "people",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("email", Text, nullable=False, unique=True),
    sa.Column("name", Text, nullable=False),
    sa.Column("password_hash", Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False, default=False),
    sa.Column("notices_read_at", Instant, nullable=False, default=0),
    sa.Column("created_at", Instant, nullable=False),
)
"""`email` is in its folded form and unique on the server: signing in names no salon."""

person_roles = sa.Table(
    "person_roles",
    metadata,
    business_id(),
    sa.Column("person_id", Text, primary_key=True),
    sa.Column("location_id", Text, primary_key=True),
    sa.Column("role", Text, primary_key=True),
)

role_permissions = sa.Table(
    "role_permissions",
    metadata,
    business_id(),
    sa.Column("location_id", Text, primary_key=True),
    sa.Column("role", Text, primary_key=True),
    sa.Column("permission", Text, primary_key=True),
)
"""The matrix of each location as it is: a role without rows may do nothing. Owner is not in it."""

password_links = sa.Table(
    "password_links",
    metadata,
    business_id(),
    sa.Column("person_id", Text, primary_key=True),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
)
"""The one link by which a person may set her password now; a newer one takes its place."""

families = sa.Table(
    "token_families",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("person_id", Text, nullable=False),
    sa.Column("device_id", Text, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Index("ix_token_families_person", "business_id", "person_id"),
)
"""One signing in at one desk, with all tokens that follow from it (promise S9)."""

refresh_tokens = sa.Table(
    "refresh_tokens",
    metadata,
    business_id(),
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("family_id", Text, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Index("ix_refresh_tokens_family", "business_id", "family_id", "expires_at"),
)

access_tokens = sa.Table(
    "access_tokens",
    metadata,
    business_id(),
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("family_id", Text, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Index("ix_access_tokens_family", "business_id", "family_id", "expires_at"),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
    sa.Index("ix_counters_ends", "ends_at"),
)
"""How often something was tried in the window that ends at `ends_at`; `key` is a hash, never an address."""
