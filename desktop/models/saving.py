"""Rows of the catalogue and the team as the changes that would save them, for archiving and bringing back."""

from domain.wire.catalogue import (
    SaveBundle,
    SaveHours,
    SaveItem,
    SaveService,
    SaveTeamMember,
    SaveTimeOff,
    SaveVariant,
)
from domain.wire.rows import BundleRow, ServiceRow, TeamMemberRow


def save_of(
    row: ServiceRow | BundleRow | TeamMemberRow, *, archived: bool
) -> SaveService | SaveBundle | SaveTeamMember:
    """The same as it stands, archived or not."""
    if isinstance(row, ServiceRow):
        variants = tuple(
            SaveVariant(one.id, one.name, one.minutes, one.price.minor, one.archived) for one in row.variants
        )
        return SaveService(row.id, row.name, row.minutes, row.price.minor, row.price.currency, variants, archived)
    if isinstance(row, BundleRow):
        items = tuple(SaveItem(one.service_id, one.variant_id) for one in row.items)
        return SaveBundle(row.id, row.name, items, row.price.minor, row.price.currency, archived)
    hours = tuple(SaveHours(one.weekday, one.start, one.end) for one in row.hours)
    off = tuple(SaveTimeOff(one.start_at, one.end_at) for one in row.time_off)
    return SaveTeamMember(row.id, row.location_id, row.name, row.service_ids, hours, off, archived)
