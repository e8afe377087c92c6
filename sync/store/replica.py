"""The desk's copy of what its person may see. It is written only from the feed and can always be fetched again."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from domain.constants import REPLICA_LOCK
from domain.feedhash import add, row_hash, text
from domain.wire.base import decoder, encode
from domain.wire.rows import KINDS, Row
from domain.wire.sync import SyncPage
from sync.errors import Damaged
from sync.owner import Owner
from sync.store.alike import Alike
from sync.store.apply import Application
from sync.store.changed import Changed
from sync.store.cipher import Database, delete
from sync.store.schema import HELD, STALE, TABLES, VERSION

TYPES: dict[str, type[Row]] = {kind: of for of, kind in KINDS.items()}

_READ = (
    "SELECT body FROM row WHERE rowid IN"  # in the order of the file: three times as fast as by the index
    " (SELECT rowid FROM row WHERE scope IN (SELECT key FROM scope) AND kind = ?)"
)
_SOME = "SELECT body FROM row WHERE scope IN (SELECT key FROM scope) AND kind = ?"
_ASKED = 500


class Replica:
    """One person's copy, for one thread at a time. Every method may raise Damaged (then `renew`) and StoreFailed."""

    def __init__(self, path: Path, key: bytes, owner: Owner) -> None:
        """Use `open`."""
        self._path = path
        self._key = key
        self._owner = owner
        self._alike = Alike()
        self._database = Database(path, key, synchronous="NORMAL")

    @classmethod
    def open(cls, path: Path, key: bytes, owner: Owner) -> "Replica":
        """The copy at `path`. One that is damaged, has another key, schema or owner is replaced by an empty one."""
        try:
            return cls._opened(path, key, owner)
        except Damaged:
            delete(path)
            return cls._opened(path, key, owner)

    @classmethod
    def _opened(cls, path: Path, key: bytes, owner: Owner) -> "Replica":
        replica = cls(path, key, owner)
        try:
            replica._settle_in()
        except BaseException:
            replica.close()
            raise
        return replica

    def _settle_in(self) -> None:
        if self._database.version() == 0:
            with self._database.write():
                for table in TABLES:
                    self._database.run(table)
                self._database.run("INSERT INTO desk VALUES (?, ?, ?, NULL, 0, 0, 0, 0)", self._owner)
                self._database.set_version(VERSION)
        if self._database.version() != VERSION or self._written_for() != self._owner:
            raise Damaged("the replica is of another version or for someone else")

    def _written_for(self) -> Owner:
        return Owner(*self._database.run("SELECT server, business_id, person_id FROM desk")[0])

    @property
    def owner(self) -> Owner:
        return self._owner

    def renew(self) -> None:
        """Throw the copy away and begin an empty one."""
        self._database.close()
        delete(self._path)
        self._database = Database(self._path, self._key, synchronous="NORMAL")
        self._settle_in()

    def close(self) -> None:
        self._database.close()

    # Where the copy stands

    def cursor(self) -> str | None:
        """What to ask the feed with; None starts from the beginning."""
        cursor: str | None = self._database.run("SELECT cursor FROM desk")[0][0]
        return cursor

    def number(self) -> int:
        """How far the copy is in the feed's count."""
        return int(self._database.run("SELECT number FROM desk")[0][0])

    def complete(self) -> bool:
        """Whether the last page was the last there was, so that a pushed one may follow it."""
        return bool(self._database.run("SELECT complete FROM desk")[0][0])

    def contact_at(self) -> int:
        """When the server last answered, by this desk's clock; 0 for never."""
        return int(self._database.run("SELECT contact_at FROM desk")[0][0])

    def locked(self, now: int) -> bool:
        """Whether nothing may be shown because the server has not been heard of for 72 hours."""
        return now - self.contact_at() > REPLICA_LOCK

    def scopes(self) -> tuple[str, ...]:
        """The names of all scopes of which rows are held."""
        return tuple(name for (name,) in self._database.run("SELECT name FROM scope ORDER BY name"))

    # What is in it

    def rows(self, kind: str) -> tuple[Row, ...]:
        """All rows of a kind. What a newer server writes and this version cannot read is passed over (promise R9)."""
        with self._database.in_passing():
            bodies = (body for (body,) in self._database.each(_READ, (kind,)))
            return tuple({row.id: row for row in self._read(kind, bodies)}.values())

    def rest(self) -> None:
        """Give back the memory that reading everything has taken."""
        self._database.rest()

    def get(self, kind: str, ids: Iterable[str]) -> dict[str, Row]:
        """By id, those of `ids` that are held."""
        asked = list(ids)
        found: dict[str, Row] = {}
        for start in range(0, len(asked), _ASKED):
            some = asked[start : start + _ASKED]
            found.update((row.id, row) for row in self._read(kind, self._bodies(kind, some)))
        return found

    def _read(self, kind: str, bodies: Iterable[bytes]) -> Iterator[Row]:
        of = TYPES.get(kind)
        found = (_decoded(of, body) for body in bodies) if of else ()
        for row in (row for row in found if row is not None):
            self._alike.share(row)
            yield row

    def _bodies(self, kind: str, ids: list[str]) -> Iterator[bytes]:
        marks = ",".join("?" * len(ids))
        statement = f"{_SOME} AND id IN ({marks})"
        return (body for (body,) in self._database.run(statement, (kind, *ids)))

    def seen(self, kind: str, row_id: str) -> int:
        """The feed number of a row, for `Action.seen`; 0 when it is not held."""
        statement = "SELECT max(number) FROM row WHERE scope IN (SELECT key FROM scope) AND kind = ? AND id = ?"
        return int(self._database.run(statement, (kind, row_id))[0][0] or 0)

    def done_among(self, ids: Iterable[str]) -> frozenset[str]:
        """Which of these actions have their effect in the rows."""
        asked = list(ids)
        if not asked:
            return frozenset()
        listed = encode(asked).decode()
        rows = self._database.run("SELECT id FROM done WHERE id IN (SELECT value FROM json_each(?))", (listed,))
        return frozenset(action_id for (action_id,) in rows)

    # What changes it

    def apply(self, page: SyncPage, now: int) -> Changed:
        """Take in one page in one transaction; `now` is this desk's clock.

        A page that says refetch empties the copy. When a check does not hold, what is shown stays, and the next pull
        begins anew; `verified` tells.
        """
        with self._database.write():
            if page.refetch:
                return self._forget_all(now)
            changed, verified = Application(self._database, page).run()
            self._advance(page, now, verified=verified)
        return changed

    def _advance(self, page: SyncPage, now: int, *, verified: bool) -> None:
        suspected = bool(self._database.run("SELECT suspect FROM desk")[0][0])
        if not verified and not suspected:
            self._distrust()
            self._database.run("UPDATE desk SET contact_at = ?", (now,))
            return
        suspect = suspected and (not verified or not page.checks)
        values = (page.cursor, page.number, not page.more, suspect, now)
        self._database.run("UPDATE desk SET cursor = ?, number = ?, complete = ?, suspect = ?, contact_at = ?", values)

    def _distrust(self) -> None:
        self._database.run("UPDATE scope SET state = ? WHERE state = ?", (STALE, HELD))
        self._database.run("UPDATE desk SET cursor = NULL, number = 0, complete = 0, suspect = 1")

    def _forget_all(self, now: int) -> Changed:
        for table in ("row", "staged", "scope", "done"):
            self._database.run(f"DELETE FROM {table}")  # noqa: S608
        self._database.run(
            "UPDATE desk SET cursor = NULL, number = 0, complete = 0, suspect = 0, contact_at = ?", (now,)
        )
        return Changed(everything=True)

    def touch(self, now: int) -> None:
        """The server has been heard of without news."""
        self._database.run("UPDATE desk SET contact_at = ?", (now,))

    def verified(self) -> bool:
        """Whether the checks held since the last full fetch."""
        return not self._database.run("SELECT suspect FROM desk")[0][0]

    def check(self) -> None:
        """Read everything and count it again: slow. Raises Damaged."""
        self._database.check()
        for key, count, total in self._database.run("SELECT key, count, hash FROM scope"):
            rows = self._database.run("SELECT kind, id, number FROM row WHERE scope = ?", (key,))
            found = 0
            for row in rows:
                found = add(found, row_hash(*row))
            if (len(rows), text(found)) != (count, text(int(total, 16))):
                raise Damaged("the replica's rows do not add up")


def _decoded(of: type[Row], body: bytes) -> Row | None:
    try:
        row: Row = decoder(of).decode(body)
    except msgspec.DecodeError:
        return None
    return row
