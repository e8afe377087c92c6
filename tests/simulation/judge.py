"""The judgement at the end of a run: after good weather for long enough, everything agrees and stays as it is."""

from collections.abc import Callable, Iterable
from typing import Any

from domain.constants import MINUTE
from domain.wire.actions import BookAppointment, Done
from domain.wire.rows import KINDS
from sync.owner import Owner
from sync.store.entry import Entry, State
from sync.store.replica import Replica
from tests.simulation.desk import Desk
from tests.simulation.front import Front
from tests.simulation.oracle import Oracle, scopes_of
from tests.simulation.reading import read
from tests.simulation.salon import Salon
from tests.simulation.server import Server
from tests.simulation.truth import facts_of, truth

_HELD = "SELECT s.name, r.kind, r.id, r.number, r.body FROM row r JOIN scope s ON s.key = r.scope"
_FED = "SELECT scope, kind, id, number, body FROM feed_rows"
_OVERSLEPT = "SELECT id FROM drafts WHERE snoozed_until <= :now"
_ANSWERS = "SELECT id, answer FROM actions"
_ANSWERED = (State.SETTLED, State.KEPT)


class Judge:
    """Looks at each desk and at what each person did there."""

    def __init__(
        self, salon: Salon, server: Server, oracle: Oracle, fronts: Iterable[Front], wait: Callable[[int], None]
    ) -> None:
        self._salon = salon
        self._server = server
        self._oracle = oracle
        self._fronts = list(fronts)
        self._wait = wait

    def judge(self) -> None:
        """Everything, the desks as they stand first."""
        for front in self._fronts:
            self._settled(front)
            self._flush(front)
            self._settled(front)
            self._nothing_more(front)
        for front in self._fronts:
            if front.desk:
                self._actions(front.machine.name, front.desk)
        now = self._server.clock.now()
        for row in read(self._server.database, _OVERSLEPT, {"now": now}):
            self._oracle.violated(f"a card rests although its time came (N7): {row.id}")

    def _wrong(self, front: Front, what: str) -> None:
        self._oracle.violated(f"{front.machine.name}: {what}")

    # One desk

    def _flush(self, front: Front) -> None:
        """Whoever left something here comes back for it."""
        names = {person_id: name for name, person_id in self._salon.people.items()}
        for owner in _owners(front.desk) if front.desk else ():
            front.switch(names[owner.person_id])
            self._wait(10 * MINUTE)
        if front.desk and front.desk.stores.outbox.waiting():
            self._wrong(front, "the outbox does not drain")

    def _settled(self, front: Front) -> None:
        desk = front.desk
        if desk is None or desk.owner is None or desk.engine is None or front.http is None:
            self._wrong(front, "nobody could sign in")
            return
        if desk.stores.outbox.waiting().get(desk.owner):
            self._wrong(front, "actions of the person who is signed in still wait")
        if desk.pipe is None:
            self._wrong(front, "the stream is not open")
        replica = desk.stores.replica(desk.owner)
        self._same(front, desk.owner, replica)
        self._screen(front, desk, replica)

    def _same(self, front: Front, owner: Owner, replica: Replica) -> None:
        replica.check()
        held = {row[:3]: row[3:] for row in replica._database.run(_HELD)}
        database = self._server.database
        granted = scopes_of(database, owner.business_id, owner.person_id)
        fed = {tuple(row[:3]): tuple(row[3:]) for row in read(database, _FED) if row.scope in granted}
        facts = truth(database, owner.business_id, granted)
        self._compare(front, "feed", fed, held)
        seen = {key: facts_of(body) for key, (_, body) in held.items()}
        self._compare(front, "domain's tables", facts, {key: of for key, of in seen.items() if of is not None})
        if extra := set(replica.scopes()) - set(granted):
            self._wrong(front, f"holds scopes that are not granted: {sorted(extra)} (S4)")

    def _compare(self, front: Front, name: str, there: dict[Any, Any], here: dict[Any, Any]) -> None:
        for key in sorted(there.keys() | here.keys()):
            if there.get(key) != here.get(key):
                self._wrong(front, f"differs from the {name} in {key}: {there.get(key)} there, {here.get(key)} here")
                return

    def _screen(self, front: Front, desk: Desk, replica: Replica) -> None:
        held = {(kind, row.id): row for kind in KINDS.values() for row in replica.rows(kind)}
        for key in sorted(held.keys() | desk.screen.rows.keys()):
            if held.get(key) != desk.screen.rows.get(key):
                self._wrong(front, f"the screen was not told of {key}")
                return
        for kind in KINDS.values():
            if set(desk.shown(kind)) != set(replica.rows(kind)):
                self._wrong(front, f"the screen still shows {kind} rows as an action would have made them")

    def _nothing_more(self, front: Front) -> None:
        """A second sync does nothing. Before it the desk looks once more, for its session may be over."""
        front.look()
        self._wait(10 * MINUTE)
        desk = front.desk
        if desk is None or desk.engine is None or desk.owner is None:
            self._wrong(front, "nobody could sign in again")
            return
        replica = desk.stores.replica(desk.owner)
        before = replica._database.run(_HELD)
        with front.at_rest():
            if desk.engine.pull():
                self._wrong(front, "a second pull changed something")
            if desk.engine.push().decisions:
                self._wrong(front, "a second push decided something")
        if before != replica._database.run(_HELD):
            self._wrong(front, "a second pull wrote something")

    # What people did

    def _actions(self, name: str, desk: Desk) -> None:
        """What a desk believes of each action is what the server has kept."""
        kept = {row.id: bytes(row.answer) for row in read(self._server.database, _ANSWERS)}
        booked = {row.id for row in read(self._server.database, "SELECT id FROM appointments")}
        for entry in self._entries(desk):
            done = entry.state in _ANSWERED and isinstance(entry.answer, Done)
            at_server = b'"status":"done"' in kept.get(entry.action.id, b"")
            told = f"{type(entry.action.payload).__name__} {entry.action.id} is {entry.state} at {name}"
            if done != at_server:
                self._oracle.violated(f"{told}, but the server has {kept.get(entry.action.id)!r}")
            payload = entry.action.payload
            if isinstance(payload, BookAppointment) and done != (payload.appointment_id in booked):
                self._oracle.violated(f"{told}, but the appointment is {'not ' if done else ''}there")

    def _entries(self, desk: Desk) -> list[Entry]:
        return [entry for owner in _owners(desk) for entry in desk.stores.outbox.entries(owner, tuple(State))]


def _owners(desk: Desk) -> list[Owner]:
    rows = desk.stores.outbox._database.run("SELECT DISTINCT server, business_id, person_id FROM action")
    return [Owner(*row) for row in sorted(rows)]
