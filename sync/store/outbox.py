"""What people at this desk have asked for, kept until the server has answered.

This file cannot be fetched again: it is written through to the disk, migrated after a copy, and set aside instead of
deleted when it is damaged.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from domain.constants import DAY
from domain.wire.actions import Action, Done, Refusal, Refused
from domain.wire.base import decode, decoder, encode
from sync.errors import Damaged, Unfit
from sync.owner import Owner
from sync.reconcile import outcome
from sync.store.cipher import Database, move_aside
from sync.store.entry import OPEN, TO_SEND, TO_SHOW, Decision, Entry, State

KEPT_FOR = 7 * DAY
"""How long a done action is kept to be offered again to a server that was restored from a backup."""

_ACTION = """CREATE TABLE action (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, server TEXT, business_id TEXT, person_id TEXT,
    depends_on TEXT, state TEXT, offered INTEGER, effective INTEGER, number INTEGER, settled_at INTEGER,
    body BLOB, answer BLOB
)"""

STEPS: tuple[tuple[str, ...], ...] = (
    (_ACTION, "CREATE INDEX action_state ON action (server, business_id, person_id, state)"),
)
"""How an outbox comes from each version of its schema to the next; the first step makes a new one."""

_READ = "SELECT body, state, effective, answer FROM action"
_MINE = "server = ? AND business_id = ? AND person_id = ?"
_ADD = (
    "INSERT OR IGNORE INTO action (id, server, business_id, person_id, depends_on, state, body, offered, effective)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)"
)
_OPEN_IDS = f"SELECT id FROM action WHERE {_MINE} AND state IN (?, ?) ORDER BY place"  # noqa: S608
_UNSEEN = f"SELECT id, state, number FROM action WHERE {_MINE} AND state IN (?, ?) AND effective = 0"  # noqa: S608
_AGAIN = (
    f"UPDATE action SET state = ?, effective = 0 WHERE {_MINE}"  # noqa: S608
    " AND (state = ? AND offered = 1 OR state IN (?, ?) AND settled_at >= ?)"
)


class Outbox:
    """All people's actions at this desk, for one thread at a time. Every method may raise Damaged and StoreFailed."""

    def __init__(self, database: Database, lost: Path | None = None) -> None:
        """Use `open`. `lost` is where a damaged outbox was moved to: the person must be told that actions are lost."""
        self._database = database
        self.lost = lost

    @classmethod
    def open(cls, path: Path, key: bytes) -> "Outbox":
        """The outbox at `path`; see `lost`."""
        try:
            return cls(_database(path, key))
        except Damaged:
            lost = move_aside(path)
            return cls(_database(path, key), lost)

    def close(self) -> None:
        self._database.close()

    def add(self, owner: Owner, action: Action) -> None:
        """Keep an action; when this returns it survives a power cut. Adding the same id again changes nothing.

        Raises Unfit for one that could not be read again, which would make all that waits here unreadable.
        """
        body = _written(action)
        with self._database.write():
            self._database.run(_ADD, (action.id, *owner, action.depends_on, State.PENDING, body))

    # What is in it

    def entries(self, owner: Owner, states: Sequence[State]) -> tuple[Entry, ...]:
        """The person's actions in these states, in the order in which they were made."""
        marks = ",".join("?" * len(states))
        where = f"{_MINE} AND state IN ({marks})"
        rows = self._database.run(f"{_READ} WHERE {where} ORDER BY place", (*owner, *states))
        return tuple(_entry(*row) for row in rows)

    def pending(self, owner: Owner) -> tuple[Entry, ...]:
        """What waits: not answered, or done but not in the replica yet. `project` lays it over the rows."""
        return self.entries(owner, OPEN)

    def pending_ids(self, owner: Owner) -> tuple[str, ...]:
        """The ids of those."""
        rows = self._database.run(_OPEN_IDS, (*owner, *OPEN))
        return tuple(action_id for (action_id,) in rows)

    def shown(self, owner: Owner) -> tuple[Entry, ...]:
        """What could not be done or is uncertain, until `forget`."""
        return self.entries(owner, TO_SHOW)

    def to_send(self, owner: Owner) -> tuple[Entry, ...]:
        """What the server has to be asked, first what it is to be asked again."""
        return self.entries(owner, (State.AGAIN,)) + self.entries(owner, (State.PENDING,))

    def waiting(self) -> dict[Owner, int]:
        """How many actions of each person are not answered."""
        rows = self._database.run(
            "SELECT server, business_id, person_id, count(*) FROM action WHERE state IN (?, ?) GROUP BY 1, 2, 3",
            TO_SEND,
        )
        return {Owner(*row[:3]): row[3] for row in rows}

    def needed(self) -> bool:
        """Whether anybody's action is not answered, or could not be done and she has not read why."""
        states = (*TO_SEND, *TO_SHOW)
        marks = ",".join("?" * len(states))
        return bool(self._database.run(f"SELECT 1 FROM action WHERE state IN ({marks}) LIMIT 1", states))  # noqa: S608

    # What becomes of it

    def offer(self, ids: Iterable[str]) -> None:
        """These are about to be sent: from now on the server may have seen them."""
        fresh: list[tuple[object, ...]] = [(action_id,) for action_id in ids]
        with self._database.write():
            self._database.run_many("UPDATE action SET offered = 1 WHERE id = ? AND offered = 0", fresh)

    def settle(self, answers: Iterable[Decision], now: int) -> tuple[Decision, ...]:
        """Take down what the server decided; what depends on a refused action is refused with it.

        Returns what is new of it, the dependents included.
        """
        given = list(answers)
        with self._database.write():
            waiting = self._to_settle([answer.id for answer in given])
            done = [answer for answer in given if isinstance(answer, Done) and answer.id in waiting]
            self._write({answer: outcome(waiting.pop(answer.id), answer) for answer in done}, now)
            others = (answer for answer in given if not isinstance(answer, Done))
            return (*done, *(told for answer in others for told in self._settle(answer, waiting, now)))

    def _to_settle(self, ids: list[str]) -> dict[str, Entry]:
        where = f"id IN ({','.join('?' * len(ids))}) AND state IN (?, ?)"
        found = (_entry(*row) for row in self._database.run(f"{_READ} WHERE {where}", (*ids, *TO_SEND)))
        return {entry.action.id: entry for entry in found}

    def _settle(self, answer: Decision, waiting: dict[str, Entry], now: int) -> list[Decision]:
        entry = waiting.pop(answer.id, None)
        if entry is None:
            return []
        state = outcome(entry, answer)
        self._write({answer: state}, now)
        return [answer, *self._refuse_dependents(answer.id, waiting, now)] if state is State.REFUSED else [answer]

    def _write(self, settled: Mapping[Decision, State], now: int) -> None:
        values: list[tuple[object, ...]] = [
            (state, answer.number if isinstance(answer, Done) else 0, now, encode(answer), answer.id)
            for answer, state in settled.items()
        ]
        self._database.run_many(
            "UPDATE action SET state = ?, number = ?, settled_at = ?, answer = ? WHERE id = ?", values
        )

    def _refuse_dependents(self, action_id: str, waiting: dict[str, Entry], now: int) -> list[Decision]:
        rows = self._database.run(
            "SELECT id FROM action WHERE depends_on = ? AND state IN (?, ?)", (action_id, *TO_SEND)
        )
        refused = [Refused(dependent, Refusal("dependency_refused")) for (dependent,) in rows]
        waiting.update(self._to_settle([answer.id for answer in refused]))
        return [told for answer in refused for told in self._settle(answer, waiting, now)]

    def trim(self, owner: Owner, done: Iterable[str], number: int, now: int) -> frozenset[str]:
        """Stop projecting what the replica has: the actions in `done`, and those settled up to `number`.

        Of the latter the feed should have said that they are done. It has not when the copy began after them, or when
        their number is one that a server had before it was restored: they are asked for once more, which tells.
        Returns all their ids. What was done more than a week ago is deleted.
        """
        seen = set(done)
        rows = self._database.run(_UNSEEN, (*owner, *OPEN))
        effective = [row[0] for row in rows if row[0] in seen]
        doubtful = [row[0] for row in rows if row[0] not in seen and row[1] == State.SETTLED and row[2] <= number]
        if effective or doubtful:
            with self._database.write():
                self._take_effect(effective, now - KEPT_FOR)
                again: list[tuple[object, ...]] = [(State.AGAIN, action_id) for action_id in doubtful]
                self._database.run_many("UPDATE action SET effective = 1, state = ? WHERE id = ?", again)
        return frozenset(effective) | frozenset(doubtful)

    def _take_effect(self, ids: list[str], old: int) -> None:
        self._database.run_many(
            "UPDATE action SET effective = 1, state = iif(state = 'settled', 'kept', state) WHERE id = ?",
            [(action_id,) for action_id in ids],
        )
        self._database.run("DELETE FROM action WHERE state = 'kept' AND settled_at < ?", (old,))

    def offer_again(self, owner: Owner, now: int) -> int:
        """The server may be a restored one: what it may have forgotten is to be asked again. Returns how many."""
        with self._database.write():
            return self._database.changes(
                _AGAIN, (State.AGAIN, *owner, State.PENDING, State.SETTLED, State.KEPT, now - KEPT_FOR)
            )

    def forget(self, action_id: str) -> None:
        """The person has read why it could not be done."""
        with self._database.write():
            self._database.run("DELETE FROM action WHERE id = ? AND state IN (?, ?)", (action_id, *TO_SHOW))


def _written(action: Action) -> bytes:
    try:
        body = encode(action)
        decode(body, Action)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise Unfit("an action has a value that is not allowed") from error
    return body


def _entry(body: bytes, state: str, effective: int, answer: bytes | None) -> Entry:
    try:
        return Entry(decode(body, Action), State(state), bool(effective), _read_answer(answer))
    except (msgspec.DecodeError, ValueError) as error:
        raise Damaged("an action in the outbox cannot be read") from error


def _read_answer(answer: bytes | None) -> Decision | None:
    if answer is None:
        return None
    read: Decision = decoder(Decision).decode(answer)
    return read


def _database(path: Path, key: bytes) -> Database:
    database = Database(path, key, synchronous="FULL")
    try:
        _migrate(database)
        database.check()
        for row in database.run(_READ):
            _entry(*row)
    except BaseException:
        database.close()
        raise
    return database


def _migrate(database: Database) -> None:
    version = database.version()
    if version > len(STEPS):
        raise Damaged("the outbox was written by a newer version")
    if 0 < version < len(STEPS):
        database.copy_to(database.path.with_name(f"{database.path.name}.version-{version}"))
    for step in range(version, len(STEPS)):
        with database.write():
            for statement in STEPS[step]:
                database.run(statement)
            database.set_version(step + 1)
