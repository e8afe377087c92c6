"""What becomes of a draft, each transition in one transaction: the draft, its rows, due work, messages and events.

Whoever changes a draft that staff can see locks the business first, by taking the change's number; landing on Review
from anywhere else takes none (row B4). Then the draft is locked, then its due work: always in this order, which is the
runner's.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from backend.access.guards import sign_in_again
from backend.clients.queries import lock_clients
from backend.db.database import Unit
from backend.drafts import queries, rows
from backend.drafts.queries import Draft
from backend.due.queue import cancel, schedule
from backend.events.log import forget, record
from backend.feed.change import change_of
from backend.messages import ledger, links, replies
from backend.web.problems import problem
from domain import drafts as rules
from domain.drafts import Event, Phase, visible_to_staff
from domain.reasons import Reason
from domain.wire.rows import Dismissal, Line

EXPIRE = "expire_review"
REMOVE = "remove_draft"
WAKE = "wake_draft"
SERVER = "server"
"""The actor of what happens by itself."""

RACES = 5
"""How often a change that somebody else overtook is decided anew."""


class Wish(NamedTuple):
    """What a client has chosen when she lands on Review. `start` is local to the location."""

    location_id: str
    lines: tuple[Line, ...]
    start: dt.datetime | None
    notes: str


def enter_review(unit: Unit, business_id: str, client_id: str, wish: Wish) -> Draft:
    """The client landed on Review: her one draft begins, or is updated (rows B1, B6)."""
    for _ in range(RACES):
        known = queries.active_of(unit, business_id, client_id)
        draft = _engage(unit, known, wish) if known else _begin(unit, business_id, client_id, wish)
        if draft:
            return draft
    raise problem("busy", 503, retry_after=1)


def land_again(unit: Unit, seen: Draft, start: dt.datetime | None = None) -> Draft | None:
    """The client came back to Review by a link, with everything as she left it (row B9), or with another local
    `start`. None when somebody was quicker with the draft.
    """
    return _engage(unit, seen, Wish(seen.location_id, seen.lines, start or seen.start, seen.notes))


def note(unit: Unit, business_id: str, client_id: str, draft_id: str, notes: str) -> None:
    """What the client writes on Review is kept with her draft; it is no engagement. Raises Refused (404)."""
    for _ in range(RACES):
        seen = queries.active_of(unit, business_id, client_id)
        if seen is None or seen.id != draft_id:
            raise problem("draft_gone", 404, "There is no such unfinished booking.")
        if visible_to_staff(seen.phase):
            change_of(unit, business_id)
        draft = replace(seen, notes=notes)
        if seen == draft:
            return
        if queries.change(unit, seen, draft):
            rows.publish(unit, (draft,))
            record(unit, business_id, "draft.noted_by_client", f"draft:{draft.id}", f"client:{client_id}")
            return
    raise problem("busy", 503, retry_after=1)


def _begin(unit: Unit, business_id: str, client_id: str, wish: Wish) -> Draft | None:
    if not lock_clients(unit, business_id, (client_id,)):
        raise sign_in_again()  # she was merged or erased while this request was on its way
    draft = Draft(business_id, unit.ids.new(unit.now), client_id, life=rules.begin(unit.now), **wish._asdict())
    if not queries.insert(unit, draft):
        return None
    _landed(unit, draft)
    return draft


def _engage(unit: Unit, known: Draft, wish: Wish) -> Draft | None:
    life = rules.after(known.life, Event.LAND_ON_REVIEW, unit.now)
    draft = replace(known, life=life, expired_at=None, snoozed_until=None, dismissal=None, **wish._asdict())
    if visible_to_staff(known.phase):
        change_of(unit, known.business_id)
    if not queries.change(unit, known, draft):
        return None
    rows.withdraw(unit, known)
    _rest_ends(unit, (known,))
    if known.phase is not Phase.REVIEWING:
        ledger.withdraw_queued(unit, known.business_id, (queries.subject_of(known.id),), Reason.CLIENT_BOOKING_NOW)
    _landed(unit, draft)
    return draft


def _landed(unit: Unit, draft: Draft) -> None:
    keep = queries.retention(unit, draft.business_id)
    schedule(unit, draft.business_id, EXPIRE, draft.id, rules.review_ends_at(draft.life))
    schedule(unit, draft.business_id, REMOVE, draft.id, rules.removed_at(draft.life, keep))
    record(unit, draft.business_id, "draft.review_entered", f"draft:{draft.id}", f"client:{draft.client_id}")


def expire(unit: Unit, business_id: str, draft_id: str) -> Draft | None:
    """The review session is over: the draft becomes incomplete (row B5). None when it is not the time for that any
    more.

    The card is published by the caller, once it has queued the automatic reminder.
    """
    seen = queries.find(unit, business_id, draft_id)
    if seen is None or seen.phase is not Phase.REVIEWING or not _is_over(unit, seen):
        return None
    change_of(unit, business_id)
    life = rules.after(seen.life, Event.EXPIRE, unit.now)
    draft = replace(seen, life=life, expired_at=rules.review_ends_at(seen.life))
    if not queries.change(unit, seen, draft):
        return None
    record(unit, business_id, "draft.expired", f"draft:{draft_id}", SERVER, cycle=life.cycle)
    return draft


def _is_over(unit: Unit, draft: Draft) -> bool:
    """Not so when the server slept until the draft's removal: that is due as well, and nobody should be told in
    between.
    """
    keep = queries.retention(unit, draft.business_id)
    return rules.review_ends_at(draft.life) <= unit.now < rules.removed_at(draft.life, keep)


def dismiss(unit: Unit, drafts: Sequence[Draft], actor: str, name: str = "") -> bool:
    """Takes cards of a business out of the list and what is queued about them out of the post (row B15). `name` is
    whose card to ask about it says. False when somebody was quicker with one.
    """
    return _by_staff(unit, drafts, Event.DISMISS, actor, Dismissal(unit.now, name))


def restore(unit: Unit, drafts: Sequence[Draft], actor: str, _name: str = "") -> bool:
    """Undoes dismissals (row N8). False when somebody was quicker with one."""
    return _by_staff(unit, drafts, Event.RESTORE, actor, None)


def _by_staff(unit: Unit, seen: Sequence[Draft], event: Event, actor: str, dismissal: Dismissal | None) -> bool:
    """Set by set: a desk that was offline for a day asks for hundreds at once. All are in the same phase."""
    business_id, ids = seen[0].business_id, [draft.id for draft in seen]
    change_of(unit, business_id)
    drafts = [
        replace(draft, life=rules.after(draft.life, event, unit.now), snoozed_until=None, dismissal=dismissal)
        for draft in seen
    ]
    if queries.change_phase(unit, business_id, ids, seen[0].phase, drafts[0].phase, dismissal) != len(seen):
        return False
    _rest_ends(unit, seen)
    if event is Event.DISMISS:
        ledger.withdraw_queued(unit, business_id, [queries.subject_of(one) for one in ids], Reason.DISMISSED)
    rows.publish(unit, drafts)
    for draft in drafts:
        record(unit, business_id, _BY_STAFF[event], f"draft:{draft.id}", actor)
    return True


_BY_STAFF = {Event.DISMISS: "draft.dismissed", Event.RESTORE: "draft.restored"}


def _rest_ends(unit: Unit, drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        if draft.snoozed_until is not None:
            cancel(unit, draft.business_id, WAKE, draft.id)


def convert(unit: Unit, business_id: str, client_id: str, appointment_id: str, actor: str) -> None:
    """The client has booked, by whatever route: her draft leaves every list, and nothing is sent about it (rows B19,
    N2).
    """
    for _ in range(RACES):
        draft = queries.active_of(unit, business_id, client_id)
        if draft is None or _convert(unit, draft, appointment_id, actor):
            return
    raise problem("busy", 503, retry_after=1)


def _convert(unit: Unit, seen: Draft, appointment_id: str, actor: str) -> bool:
    change_of(unit, seen.business_id)
    life = rules.after(seen.life, Event.CONVERT, unit.now)
    if not queries.change(unit, seen, replace(seen, life=life, appointment_id=appointment_id, snoozed_until=None)):
        return False
    rows.withdraw(unit, seen)
    ledger.withdraw_queued(unit, seen.business_id, (queries.subject_of(seen.id),), Reason.ALREADY_BOOKED)
    cancel(unit, seen.business_id, EXPIRE, seen.id)
    _rest_ends(unit, (seen,))
    record(unit, seen.business_id, "draft.converted", f"draft:{seen.id}", actor)
    return True


def remove(unit: Unit, business_id: str, draft_id: str) -> None:
    """Retention is over: the draft, its links, its messages and its rows go, converted or not (row B7)."""
    draft = queries.find(unit, business_id, draft_id)
    if draft is None:
        return
    at = rules.removed_at(draft.life, queries.retention(unit, business_id))
    if at > unit.now:  # the business keeps drafts longer than when this was scheduled
        schedule(unit, business_id, REMOVE, draft_id, at)
        return
    take_away(unit, draft, SERVER)


def take_away(unit: Unit, draft: Draft, actor: str) -> None:
    """The draft goes now, with its links, its messages and its rows."""
    business_id = draft.business_id
    if visible_to_staff(draft.phase):
        change_of(unit, business_id)
    rows.withdraw(unit, draft)
    subject = queries.subject_of(draft.id)
    ledger.withdraw_queued(unit, business_id, (subject,), Reason.DRAFT_GONE)
    ledger.forget(unit, business_id, subject)
    links.forget(unit, business_id, subject)
    replies.erase_of_draft(unit, business_id, draft.id)
    queries.delete(unit, draft)
    for task in (EXPIRE, REMOVE):
        cancel(unit, business_id, task, draft.id)
    record(unit, business_id, "draft.removed", subject, actor)
    forget(unit, business_id, subject)
