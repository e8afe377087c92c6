"""Times that are held for somebody by an offer, in words (row N10)."""

from desktop.models.cards import shown_name
from desktop.models.salon import Salon
from desktop.texts import moment, ntr, tr
from domain.wire.offers import OfferRow
from domain.wire.rows import BusyRow


def hold_words(salon: Salon, row: BusyRow, now: int, zone: str) -> str:
    """For whom a time is held and until when, as a part of a line; only until when for who may not follow up."""
    until = moment(row.held_until or 0, now, zone)
    open_ = [one for one in salon.rows(OfferRow).values() if one.status == "open"]
    asked = {
        one.client_name for one in open_ if (one.team_member_id, one.until) == (row.team_member_id, row.held_until)
    }
    if len(asked) == 1:
        return tr("held for {client} until {time}", client=shown_name(asked.pop()), time=until)
    if asked:
        return ntr(
            "offered to {count} client until {time}",
            "offered to {count} clients until {time}",
            len(asked),
            time=until,
        )
    return tr("held until {time}", time=until)
