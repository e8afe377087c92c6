"""Six bookings that clients left unfinished, of different ages, and what was done about them since."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from backend.access.people import read_notices
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.demo.days import Pick, choice, free, place_of, reserve
from backend.demo.salon import ZONE, Salon
from backend.drafts import life, queries, work
from backend.drafts.choices import wish_of
from backend.drafts.queries import Draft
from backend.drafts.reminders import send_by_hand
from backend.messages.sending import Sender
from domain.constants import MINUTE
from domain.times import local
from domain.wire.actions import LogCall
from domain.wire.booking import EnterReview
from domain.wire.rows import TeamMemberRow
from domain.work import CallOutcome


class Called(NamedTuple):
    """Ana called `ago` minutes before now, and it went so."""

    ago: int
    outcome: CallOutcome
    note: str = ""


class Left(NamedTuple):
    """What a client left `ago` minutes before now.

    `day` counts from today; `by` says at which location, and with whom if `chosen`. All times ago are minutes.
    """

    client: str
    picks: tuple[Pick, ...]
    by: str
    ago: int
    day: int | None
    hour: int = 0
    chosen: bool = True
    reminded: int | None = None
    taken_by: str | None = None
    notes: str = ""
    called: Called | None = None


class Deed(NamedTuple):
    """Something that was done `ago` minutes before now."""

    ago: int
    do: Callable[[Unit], None]


TAKEN_AFTER = 8

READ_BELL = 60
"""When Ana last looked at the bell."""

LEFT = (
    Left("Sarah Lindqvist", (Pick("cut", "Long"), Pick("toner")), "Anna", 12, 1, 14),
    Left("محمد الأحمد", (Pick("beard"),), "Bruno", 42, 2, 15, chosen=False, reminded=29, taken_by="Tom Ek"),
    Left(
        "Aurélie Dubois-Fontaine",
        (Pick("balayage"), Pick("gloss"), Pick("care")),
        "Chloé",
        190,
        3,
        10,
        reminded=171,
        notes="First balayage, shoulder-length hair.",
        called=Called(95, CallOutcome.CALL_BACK, "In a meeting until two."),
    ),
    Left(
        "प्रिया शर्मा",
        (Pick("colour", "Roots", "colour_cut"), Pick("cut", "Medium", "colour_cut")),
        "Freja",
        370,
        None,
        chosen=False,
    ),
    Left(
        "李娜",
        (Pick("updo"),),
        "Giulia",
        655,
        4,
        11,
        notes="Wedding guest, hair is very long.",
        called=Called(140, CallOutcome.NO_ANSWER),
    ),
    Left("Δήμητρα Παπαδοπούλου", (Pick("cut", "Short"),), "Dilek", 1205, 2, 17, chosen=False, reminded=1130),
)


class FollowUps:
    """Lets the six clients leave, and Ana follow up. Each method is called at the time of what it does."""

    def __init__(self, salon: Salon, clients: dict[str, Client], sender: Sender) -> None:
        self._salon = salon
        self._clients = clients
        self._sender = sender

    def deeds(self) -> list[Deed]:
        """All that was done, oldest first."""
        return sorted(self._deeds(), key=lambda deed: -deed.ago)

    def _deeds(self) -> Iterator[Deed]:
        yield Deed(READ_BELL, self._read_bell)
        for left in LEFT:
            yield Deed(left.ago, partial(self._leave, left))
            if left.taken_by is not None:
                yield Deed(left.ago - TAKEN_AFTER, partial(self._take, left))
            if left.reminded is not None:
                yield Deed(left.reminded, partial(self._remind, left))
            if left.called is not None:
                yield Deed(left.called.ago, partial(self._call, left, left.called))

    def _leave(self, left: Left, unit: Unit) -> None:
        """The client lands on Review, and that is the last that is heard of her."""
        member = self._salon.team[left.by]
        choices = tuple(choice(self._salon, pick, member if left.chosen else None) for pick in left.picks)
        asked = EnterReview(member.location_id, choices, self._wished(unit, left, member), left.notes)
        wish = wish_of(unit, self._salon.business_id, asked)
        life.enter_review(unit, self._salon.business_id, self._clients[left.client].id, wish)

    def _wished(self, unit: Unit, left: Left, member: TeamMemberRow) -> dt.datetime | None:
        """The first free start from the wished hour on, today counted as the day on which the demo is opened."""
        if left.day is None:
            return None
        today = local(unit.now + left.ago * MINUTE, ZONE).date()
        first = today + dt.timedelta(days=left.day)
        slots = free(unit, self._salon, [(pick, member) for pick in left.picks], first, 5)
        return next((slot for slot in slots if slot.hour >= left.hour), slots[0])

    def _take(self, left: Left, unit: Unit) -> None:
        """Ana gives the wished time to somebody else."""
        draft, member = self._draft(unit, left), self._salon.team[left.by]
        if draft.start is not None and left.taken_by is not None:
            client = self._clients[left.taken_by]
            wanted = [(pick, member) for pick in left.picks]
            reserve(unit, self._salon, place_of(self._salon, member), client, wanted, draft.start)

    def _remind(self, left: Left, unit: Unit) -> None:
        send_by_hand(unit, self._draft(unit, left), self._sender, f"person:{self._salon.ana.id}")

    def _call(self, left: Left, called: Called, unit: Unit) -> None:
        draft, ana = self._draft(unit, left), self._salon.ana
        asked = LogCall(draft.id, unit.ids.new(unit.now), called.outcome, called.note)
        work.log_call(unit, draft, asked, unit.now, f"person:{ana.id}", ana.name)

    def _read_bell(self, unit: Unit) -> None:
        read_notices(unit, self._salon.ana, unit.now)

    def _draft(self, unit: Unit, left: Left) -> Draft:
        draft = queries.active_of(unit, self._salon.business_id, self._clients[left.client].id)
        if draft is None:
            raise LookupError("the client's draft is gone")
        return draft
