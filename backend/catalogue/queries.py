"""The catalogue's SQL: the current version of every service and bundle, and the writing of a next one."""

from collections import defaultdict
from typing import NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.catalogue import bundle_items, bundles, services, variants
from domain.wire.base import Money
from domain.wire.rows import BundleItem, BundleRow, ServiceRow, Variant


class Catalogue(NamedTuple):
    """What a business sells, archived things too, by id and in its own order; what domain.prices.resolve takes."""

    services: dict[str, ServiceRow]
    bundles: dict[str, BundleRow]


def catalogue_of(unit: Unit, business_id: str) -> Catalogue:
    """The current catalogue of a business."""
    return Catalogue(
        {row.id: row for row in _services(unit, business_id)},
        {row.id: row for row in _bundles(unit, business_id)},
    )


def _services(unit: Unit, business_id: str) -> list[ServiceRow]:
    of: dict[str, list[Variant]] = defaultdict(list)
    for row in unit.conn.execute(_VARIANTS, {"business": business_id}):
        price = Money(row.price, row.currency)
        of[row.service_id].append(Variant(row.id, row.name, row.minutes, price, row.archived))
    return [
        ServiceRow(row.id, row.name, row.minutes, Money(row.price, row.currency), tuple(of[row.id]), row.archived)
        for row in unit.conn.execute(_SERVICES, {"business": business_id})
    ]


def _bundles(unit: Unit, business_id: str) -> list[BundleRow]:
    of: dict[str, list[BundleItem]] = defaultdict(list)
    for row in unit.conn.execute(_ITEMS, {"business": business_id}):
        of[row.bundle_id].append(BundleItem(row.service_id, row.variant_id))
    return [
        BundleRow(row.id, row.name, tuple(of[row.id]), Money(row.price, row.currency), row.archived)
        for row in unit.conn.execute(_BUNDLES, {"business": business_id})
    ]


def write_service(unit: Unit, business_id: str, row: ServiceRow) -> int:
    """Makes `row` the current version of its service; answers the version's number."""
    version, position = _retire(unit, services, business_id, row.id)
    values = {"name": row.name, "minutes": row.minutes, "archived": row.archived}
    _begin(unit, services, business_id, row.id, version, position, row.price, values)
    rows = [
        {
            "business_id": business_id,
            "service_id": row.id,
            "version": version,
            "id": variant.id,
            "position": place,
            "name": variant.name,
            "minutes": variant.minutes,
            "price": variant.price.minor,
            "archived": variant.archived,
        }
        for place, variant in enumerate(row.variants)
    ]
    if rows:
        unit.conn.execute(variants.insert(), rows)
    return version


def write_bundle(unit: Unit, business_id: str, row: BundleRow) -> int:
    """Makes `row` the current version of its bundle; answers the version's number."""
    version, position = _retire(unit, bundles, business_id, row.id)
    values = {"name": row.name, "archived": row.archived}
    _begin(unit, bundles, business_id, row.id, version, position, row.price, values)
    rows = [
        {
            "business_id": business_id,
            "bundle_id": row.id,
            "version": version,
            "position": place,
            "service_id": item.service_id,
            "variant_id": item.variant_id,
        }
        for place, item in enumerate(row.items)
    ]
    unit.conn.execute(bundle_items.insert(), rows)
    return version


def _retire(unit: Unit, table: sa.Table, business_id: str, row_id: str) -> tuple[int, int]:
    """Ends the current version. Answers the next one's number and the place in the list, which stays."""
    c = table.c
    ended = unit.conn.execute(
        table.update()
        .where(c.business_id == business_id, c.id == row_id, c.current)
        .values(current=False)
        .returning(c.version, c.position),
    ).first()
    if ended:
        return ended.version + 1, ended.position
    held = sa.select(sa.func.count()).select_from(table).where(c.business_id == business_id, c.current)
    return 1, unit.conn.execute(held).scalar_one()


def _begin(
    unit: Unit,
    table: sa.Table,
    business_id: str,
    row_id: str,
    version: int,
    position: int,
    price: Money,
    values: dict[str, object],
) -> None:
    common = {"version": version, "current": True, "position": position, "made_at": unit.now}
    money = {"price": price.minor, "currency": price.currency}
    unit.conn.execute(table.insert().values(business_id=business_id, id=row_id, **common, **money, **values))


_BUSINESS: sa.BindParameter[str] = sa.bindparam("business")

_SERVICES = (
    sa.select(services)
    .where(services.c.business_id == _BUSINESS, services.c.current)
    .order_by(services.c.position, services.c.id)
)

_VARIANTS = (
    sa.select(variants, services.c.currency)
    .join(
        services,
        (services.c.business_id == variants.c.business_id)
        & (services.c.id == variants.c.service_id)
        & (services.c.version == variants.c.version),
    )
    .where(services.c.business_id == _BUSINESS, services.c.current)
    .order_by(variants.c.service_id, variants.c.position)
)

_BUNDLES = (
    sa.select(bundles)
    .where(bundles.c.business_id == _BUSINESS, bundles.c.current)
    .order_by(bundles.c.position, bundles.c.id)
)

_ITEMS = (
    sa.select(bundle_items)
    .join(
        bundles,
        (bundles.c.business_id == bundle_items.c.business_id)
        & (bundles.c.id == bundle_items.c.bundle_id)
        & (bundles.c.version == bundle_items.c.version),
    )
    .where(bundles.c.business_id == _BUSINESS, bundles.c.current)
    .order_by(bundle_items.c.bundle_id, bundle_items.c.position)
)
