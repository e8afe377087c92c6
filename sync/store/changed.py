"""What a step has changed in the replica, as little as the screen needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Changed:
    """By kind the ids of rows that differ now or are gone; with `everything`, any row may differ and no id is named.

    `done` are actions whose effect is in the rows since now, and `number` is how far the rows are.
    """

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    everything: bool = False
    done: frozenset[str] = NOTHING
    number: int = 0

    def __bool__(self) -> bool:
        return self.everything or bool(self.ids) or bool(self.done)

    def __or__(self, later: "Changed") -> "Changed":
        """Both, one after the other."""
        kinds = {**self.ids, **later.ids}
        ids = {kind: self.ids.get(kind, NOTHING) | later.ids.get(kind, NOTHING) for kind in kinds}
        everything = self.everything or later.everything
        return Changed({} if everything else ids, everything, self.done | later.done, later.number or self.number)
