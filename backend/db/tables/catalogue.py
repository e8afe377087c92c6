"""Services with their variants, and bundles. A change is a new version; nothing is deleted."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata
from backend.db.tables.core import business_id

services = sa.Table(
    "services",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", Text, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False),
    sa.Column("currency", Text, nullable=False),
    sa.Column("archived", sa.Boolean, nullable=False, default=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Index("ix_services_current", "business_id", "current", "position"),
)

variants = sa.Table(
    "service_variants",
    metadata,
    business_id(),
    sa.Column("service_id", Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", Text, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False),
    sa.Column("archived", sa.Boolean, nullable=False, default=False),
)
"""Belongs to one version of its service, priced in its currency."""

bundles = sa.Table(
    "bundles",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", Text, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False),
    sa.Column("currency", Text, nullable=False),
    sa.Column("archived", sa.Boolean, nullable=False, default=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Index("ix_bundles_current", "business_id", "current", "position"),
)

bundle_items = sa.Table(
    "bundle_items",
    metadata,
    business_id(),
    sa.Column("bundle_id", Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("service_id", Text, nullable=False),
    sa.Column("variant_id", Text),
)
