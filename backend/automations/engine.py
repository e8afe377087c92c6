"""Automations at work: what happened makes messages due, at once or at its time, and then they are looked at anew.

A change of an appointment or a draft knows nothing of them: the events that it writes are heard here, inside its own
transaction. What lies ahead waits as due work under the key (automation, subject), so that a moved appointment moves
its reminders, and a cancelled one takes them along.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from backend.appointments import queries as appointments
from backend.appointments.queries import Appointment
from backend.automations import failed, queries
from backend.automations.facts import fits, still_fits
from backend.clients.queries import find_client
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.queries import Draft
from backend.drafts.reminders import topic_of
from backend.due.queue import ClockTask, Due, cancel, schedule
from backend.messages.ledger import Topic
from backend.messages.sending import Sender
from backend.messages.settings import Setting, approves, setting_of, settings_of
from domain.appointments import takes_time
from domain.automations import AUTOMATIONS, BY_ID, Automation, Trigger, due_at
from domain.constants import MINUTE
from domain.sending import evening_before, quiet_until
from domain.wire.base import decode, encode

RUN, PLAN = "run_automation", "plan_automation"
AGAIN = MINUTE
"""When what an earlier message stood in the way of is looked at again."""

PAGE = 200
"""How many appointments or clients are planned in one transaction when an automation is switched on or retimed."""

_APPOINTMENT, _CLIENT = "appointment:", "client:"


class Waiting(msgspec.Struct, frozen=True):
    """What waits to be run."""

    automation: str
    subject: str
    cycle: int


class News(NamedTuple):
    """An event of the log; `gone` is the id that is not on file any more."""

    event: str
    subject: str
    gone: str


class Automations:
    """All of them, for every business of a server."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def heard(self, unit: Unit, business_id: str, event: str, subject: str, facts: Mapping[str, str | int]) -> None:
        """What happened, told as it is written; it is looked at before the commit, when all of it is there."""
        if event in _LIFE or event in _CLIENTS:
            key = ("automations", "heard", business_id)
            news: list[News] = unit.pending(key, lambda news: self._look(unit, business_id, news))
            news.append(News(event, subject, str(facts.get("gone", ""))))
            unit.before_commit(key, lambda: unit.flush(key))

    def _look(self, unit: Unit, business_id: str, heard: Sequence[News]) -> None:
        for news in dict.fromkeys(heard):
            if news.event in _CLIENTS:
                self._client(unit, business_id, news.subject, news.gone)
            else:
                self._appointment(unit, business_id, news.subject.removeprefix(_APPOINTMENT), news.event)

    def expired(self, unit: Unit, draft: Draft) -> None:
        """A review session is over; its card is shown after this."""
        for automation, setting in _on(unit, draft.business_id, Trigger.DRAFT_EXPIRED):
            if fits(unit, setting.filters, draft):
                topic = topic_of(draft)._replace(automation=automation.id)
                at = due_at(unit.now, setting.timing or automation.timing, "UTC")
                if at > unit.now:
                    _wait(unit, topic, at)
                else:
                    self._sender.by_itself(unit, topic)

    def run(self, unit: Unit, due: Due) -> None:
        """It is time. Whoever runs due work has locked the business."""
        waits = decode(due.payload, Waiting)
        topic = _topic(unit, due.business_id, waits)
        if topic is not None:
            self._tell(unit, topic)

    def plan(self, unit: Unit, due: Due) -> None:
        """An automation was switched on or has another time: what lies ahead waits for that from now on."""
        automation = BY_ID[due.subject]
        setting = setting_of(unit, due.business_id, automation.id)
        if not setting.channels:
            return
        after = due.payload.decode()
        if automation.about == "client":
            found = queries.visitors(unit, due.business_id, after, PAGE)
            for client_id in found:
                _plan_return(unit, due.business_id, client_id, automation, setting)
        else:
            ahead = queries.ahead(unit, due.business_id, after, PAGE)
            for held in ahead:
                _plan_visit(unit, held, automation, setting)
            found = [held.id for held in ahead]
        if len(found) == PAGE:
            schedule(unit, due.business_id, PLAN, due.subject, unit.now, found[-1].encode())

    def due_handlers(self) -> Mapping[str, ClockTask]:
        """By task."""
        return {RUN: self.run, PLAN: self.plan, **failed.due_handlers()}

    def _client(self, unit: Unit, business_id: str, subject: str, gone: str) -> None:
        """Somebody is not on file any more under an id; what waits for her last visit goes, or goes on as another."""
        for automation in AUTOMATIONS:
            if automation.about == "client":
                cancel(unit, business_id, RUN, _key(automation.id, f"{_CLIENT}{gone}" if gone else subject))
        for automation, setting in _on(unit, business_id, Trigger.LAST_VISIT) if gone else ():
            _plan_return(unit, business_id, subject.removeprefix(_CLIENT), automation, setting)

    def _appointment(self, unit: Unit, business_id: str, appointment_id: str, event: str) -> None:
        held = appointments.find(unit, business_id, appointment_id)
        if held is None:
            return
        if event in _OTHERWISE:
            failed.over(unit, business_id, appointment_id)
        for automation, setting in _on(unit, business_id, Trigger.STARTS):
            _plan_visit(unit, held, automation, setting)
        for automation, setting in _on(unit, business_id, Trigger.LAST_VISIT):
            _plan_return(unit, business_id, held.client_id, automation, setting)
        trigger = _TRIGGERS.get(event)
        for automation, setting in _on(unit, business_id, trigger) if trigger else ():
            if _is_meant(unit, automation, held) and fits(unit, setting.filters, held):
                self._tell(unit, _about(held, automation, event, unit.now))

    def _tell(self, unit: Unit, topic: Topic) -> None:
        if not self._sender.by_itself(unit, topic):
            _wait(unit, topic, unit.now + AGAIN)


_LIFE = frozenset(
    f"appointment.{what}" for what in ("booked", "moved", "confirmed", "arrived", "done", "no_show", "cancelled")
)
_OTHERWISE = frozenset({"appointment.moved", "appointment.cancelled"})
"""After these, what was to be said before is not so any more."""

_CLIENTS = frozenset({"client.erased", "client.merged"})
_TRIGGERS = {
    "appointment.booked": Trigger.BOOKED,
    "appointment.confirmed": Trigger.CONFIRMED,
    "appointment.moved": Trigger.MOVED,
    "appointment.cancelled": Trigger.CANCELLED,
}


def _on(unit: Unit, business_id: str, trigger: Trigger) -> list[tuple[Automation, Setting]]:
    """What answers to it and is switched on."""
    settings = unit.once(("automations", business_id), lambda: _settings(unit, business_id))
    return [(one, settings[one.id]) for one in AUTOMATIONS if trigger in one.triggers and one.id in settings]


def _settings(unit: Unit, business_id: str) -> dict[str, Setting]:
    found = settings_of(unit, business_id)
    return {name: setting for name, setting in found.items() if setting.channels}


def _is_meant(unit: Unit, automation: Automation, held: Appointment) -> bool:
    """Of a booking, what the client is told: to confirm what staff entered, that the salon will look at what she
    booked, or that she has it.
    """
    if automation.id == "pending_confirmation":
        return held.booked_by == "staff"
    if automation.id == "pending_approval":
        return held.booked_by == "client"
    waits = held.status == "booked" and (held.booked_by == "staff" or approves(unit, held.business_id))
    return automation.id != "confirmed" or not waits


def _about(held: Appointment, automation: Automation, event: str, now: int) -> Topic:
    """Once for each time that the appointment has; of moving and cancelling, once each time it happens."""
    cycle = now if event in {"appointment.moved", "appointment.cancelled"} else held.start_at
    return Topic(held.business_id, automation.id, f"{_APPOINTMENT}{held.id}", cycle, held.client_id)


def _plan_visit(unit: Unit, held: Appointment, automation: Automation, setting: Setting) -> None:
    """A reminder before it begins. One that would come in the night and be too late in the morning comes the evening
    before; one whose moment is past when the appointment is made never comes.
    """
    topic = Topic(held.business_id, automation.id, f"{_APPOINTMENT}{held.id}", held.start_at, held.client_id)
    at = due_at(held.start_at, setting.timing or automation.timing, held.zone)
    morning = quiet_until(at, held.zone)
    if morning is not None and morning >= held.start_at:
        at = evening_before(at, held.zone)
    if takes_time(held.status) and at > unit.now and fits(unit, setting.filters, held):
        _wait(unit, topic, at)
    else:
        cancel(unit, topic.business_id, RUN, _key(topic.automation, topic.subject))


def _plan_return(unit: Unit, business_id: str, client_id: str, automation: Automation, setting: Setting) -> None:
    """Some time after her last visit, unless she has another by then."""
    last = queries.last_visit(unit, business_id, client_id) if client_id else None
    subject = f"{_CLIENT}{client_id}"
    if last is not None and fits(unit, setting.filters, last.appointment):
        visit = last.appointment
        at = due_at(visit.end_at, setting.timing or automation.timing, visit.zone)
        if at > unit.now:
            _wait(unit, Topic(business_id, automation.id, subject, visit.end_at, client_id), at)
            return
    cancel(unit, business_id, RUN, _key(automation.id, subject))


def _topic(unit: Unit, business_id: str, waits: Waiting) -> Topic | None:
    """What it is about now, and to whom; None when its automation is off, or for others by now, or it is gone."""
    automation, setting = BY_ID.get(waits.automation), setting_of(unit, business_id, waits.automation)
    if automation is None or not setting.channels:
        return None
    kind, _, subject_id = waits.subject.partition(":")
    client_id = _client_id(unit, business_id, kind, subject_id)
    if client_id is None:
        return None
    topic = Topic(business_id, automation.id, waits.subject, waits.cycle, client_id)
    return topic if still_fits(unit, setting.filters, topic) else None


def _client_id(unit: Unit, business_id: str, kind: str, subject_id: str) -> str | None:
    if kind == "draft":
        draft = drafts.find(unit, business_id, subject_id)
        return draft.client_id if draft else None
    if kind == "appointment":
        held = appointments.find(unit, business_id, subject_id)
        return held.client_id if held else None
    client = find_client(unit, business_id, subject_id)
    return client.id if client else None


def _wait(unit: Unit, topic: Topic, at: int) -> None:
    waits = Waiting(topic.automation, topic.subject, topic.cycle)
    schedule(unit, topic.business_id, RUN, _key(topic.automation, topic.subject), at, encode(waits))


def _key(automation: str, subject: str) -> str:
    return f"{automation} {subject}"
