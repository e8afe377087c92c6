"""What a figure is: its measured values, the number it has to hold, and the floor that this machine has for the same work."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass(frozen=True)
class Promise:
    """One number to hold. With `floor` (measured here) and `table` (measured where the number was set), a slower machine gets
    its allowance: the number times floor / table, never less than the number itself. `least` turns it into a minimum."""

    value: float
    hold: float
    floor: float | None = None
    table: float | None = None
    least: bool = False

    @property
    def held(self) -> bool:
        """Whether the measured value keeps the promise."""
        if self.least:
            return self.value >= self.hold / self._allowance(reverse=True)
        return self.value <= self.hold * self._allowance(reverse=False)

    def _allowance(self, *, reverse: bool) -> float:
        if not self.floor or not self.table:
            return 1.0
        ratio = self.table / self.floor if reverse else self.floor / self.table
        return max(1.0, ratio)


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
