"""What a figure is: its measured values, the numbers it has to hold, and this machine's floor for the same work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass(frozen=True)
class Promise:
    """One number to hold. With `floor` (measured here) and `table` (measured where the number was set), a slower
    machine gets its allowance: the number times floor / table, never less than the number itself. With `least`, the
    three are rates, of which more is better.
    """

    name: str
    value: float
    hold: float
    floor: float | None = None
    table: float | None = None
    least: bool = False

    @property
    def limit(self) -> float:
        """What is to be held on this machine."""
        slower = 1.0
        if self.floor and self.table:
            slower = max(1.0, self.table / self.floor if self.least else self.floor / self.table)
        return self.hold / slower if self.least else self.hold * slower

    @property
    def held(self) -> bool:
        """Whether the measured value keeps the promise."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        sign = ">=" if self.least else "<="
        floor = f", floor {self.floor:.4g}" if self.floor else ""
        return f"{self.name} {self.value:.4g} ({sign} {self.limit:.4g}{floor}){'' if self.held else ' NOT HELD'}"


@dataclass(frozen=True)
class Figure:
    """The values of one row of the figures, as they are printed, and the promises among them."""

    name: str
    values: Mapping[str, float]
    promises: tuple[Promise, ...] = field(default=())

    @property
    def held(self) -> bool:
        """Whether every promise of the figure is kept."""
        return all(promise.held for promise in self.promises)

    def as_json(self) -> dict[str, float | bool]:
        """One entry of the printed object."""
        return {**{name: round(value, 3) for name, value in self.values.items()}, "held": self.held}

    def __str__(self) -> str:
        return f"{self.name:4} {'held' if self.held else 'NOT HELD':9}" + "; ".join(map(str, self.promises))
