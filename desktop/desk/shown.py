"""What the screen shows: the replica's rows with the waiting actions laid over them. Belongs to the replica's lane."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from desktop.desk.signals import News
from desktop.models.ports import ActionState
from domain.wire.actions import Action, Refused, Unknown
from domain.wire.rows import KINDS, ClientRow, DraftRow, LocationRow, PersonRow, Row, WaitlistEntryRow
from sync.projection import Target, laid_over, made_over, project_over
from sync.store.changed import Changed
from sync.store.entry import OPEN, Entry
from sync.store.replica import Replica

_FIRST: tuple[type[Row], ...] = (PersonRow, LocationRow, DraftRow)
ORDER = tuple(KINDS[of] for of in _FIRST) + tuple(kind for of, kind in KINDS.items() if of not in _FIRST)
"""Who is signed in and where comes before what depends on it."""

_MADE: dict[str, type[Row]] = {KINDS[of]: of for of in (ClientRow, WaitlistEntryRow)}
"""Rows that waiting actions may make."""


class Shown:
    """Turns what changed into news for the screen; its calls may raise what Replica raises."""

    def __init__(self, replica: Replica, entries: Iterable[Entry] = ()) -> None:
        self._replica = replica
        self._entries = tuple(entries)
        self._over: dict[Target, tuple[Action, ...]] = {}
        self._told: dict[str, tuple[ActionState, ...]] = {}

    def is_of(self, replica: Replica) -> bool:
        """Whether it reads this copy; one that was damaged gives way to another."""
        return self._replica is replica

    def everything(self) -> News:
        """All rows and all that waits."""
        news = News()
        self._over = self._laid_over()
        news.reset = [(kind, self._all(kind)) for kind in ORDER]
        news.actions = list(self._states().items())
        self._told = dict(news.actions)
        self._replica.rest()
        return news

    def after(self, changed: Changed) -> News:
        """What the screen has to know of a step of the feed."""
        if changed.everything:
            return self.everything()
        touched: dict[str, set[str]] = defaultdict(set)
        for kind, ids in changed.ids.items():
            touched[kind] |= ids
        if changed.done:
            self._retarget(touched)
        return self._news(touched)

    def with_entries(self, entries: Iterable[Entry]) -> News:
        """What the screen has to know when the outbox holds these of the person's actions."""
        self._entries = tuple(entries)
        touched: dict[str, set[str]] = defaultdict(set)
        self._retarget(touched)
        news = self._news(touched)
        news.actions = self._changed_states()
        return news

    def _news(self, touched: dict[str, set[str]]) -> News:
        news = News()
        for kind in (kind for kind in ORDER if touched.get(kind)):
            held = self._replica.get(kind, touched[kind])
            made = {row_id: row for row_id, row in self._made(kind, held).items() if row_id in touched[kind]}
            shown = (*project_over(held.values(), self._over, self._known), *made.values())
            news.changed.append((kind, shown, tuple(touched[kind] - held.keys() - made.keys())))
        return news

    def _all(self, kind: str) -> tuple[Row, ...]:
        held = self._replica.rows(kind)
        made = self._made(kind, {row.id for row in held}) if kind in _MADE else {}
        return (*project_over(held, self._over, self._known), *made.values())

    def _made(self, kind: str, held: Collection[str]) -> dict[str, Row]:
        of = _MADE.get(kind)
        return made_over(of, self._over, held, self._known) if of and self._over else {}

    def _known(self, of: type, row_id: str) -> Row | None:
        """What the desk holds, clients that it made itself too."""
        held = self._replica.get(KINDS[of], (row_id,)).get(row_id)
        if held is None and of is ClientRow:
            return made_over(of, self._over, (), self._known).get(row_id)
        return held

    def _retarget(self, touched: dict[str, set[str]]) -> None:
        """Lays the waiting actions anew and adds the rows that look different by it."""
        before, self._over = self._over, self._laid_over()
        for target in before.keys() | self._over.keys():
            if before.get(target) != self._over.get(target):
                kind = KINDS[target.of]
                touched[kind] |= {target.id} if target.id else {row.id for row in self._replica.rows(kind)}

    def _laid_over(self) -> dict[Target, tuple[Action, ...]]:
        ids = [entry.action.id for entry in self._entries if entry.state in OPEN]
        return laid_over(self._entries, self._replica.done_among(ids))

    def _states(self) -> dict[str, tuple[ActionState, ...]]:
        found: dict[str, list[ActionState]] = defaultdict(list)
        for entry in self._entries:
            if entry.answer is None or isinstance(entry.answer, Refused | Unknown):
                found[entry.action.entity].append(ActionState(entry.action, entry.answer))
        return {entity: tuple(states) for entity, states in found.items()}

    def _changed_states(self) -> list[tuple[str, tuple[ActionState, ...]]]:
        before, self._told = self._told, self._states()
        differ = [name for name in before.keys() | self._told.keys() if before.get(name) != self._told.get(name)]
        return [(entity, self._told.get(entity, ())) for entity in differ]


def nothing() -> News:
    """Empty lists, while there is no copy that may be shown."""
    news = News()
    news.reset = [(kind, ()) for kind in ORDER]
    return news
