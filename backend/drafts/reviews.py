"""The Review step as the booking page shows it (rows B2, B3, B9)."""

from collections.abc import Callable
from typing import Literal

from backend.db.database import Unit
from backend.drafts.queries import Draft
from domain.drafts import Phase, review_ends_at
from domain.prices import total
from domain.wire.booking import Review

SlotFree = Callable[[Unit, Draft], bool | None]
"""Whether the wished start can still be had; None when there is no wish. Appointments know."""


def review_of(unit: Unit, draft: Draft, slot_free: SlotFree) -> Review:
    """The page's view of an active draft."""
    return Review(
        draft_id=draft.id,
        location_id=draft.location_id,
        lines=draft.lines,
        total=total(draft.lines),
        now=unit.now,
        expires_at=review_ends_at(draft.life),
        phase=_shown(draft.phase),
        start=draft.start,
        notes=draft.notes,
        slot_free=slot_free(unit, draft),
    )


def _shown(phase: Phase) -> Literal["reviewing", "incomplete", "dismissed"]:
    if phase is Phase.REVIEWING:
        return "reviewing"
    return "dismissed" if phase is Phase.DISMISSED else "incomplete"
