"""What an automated message is narrowed to: places, services, people, status, who booked, language (row W4)."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.salon import Salon
from desktop.texts import apart, in_a_row, mark, ntr, tr
from domain.automations import BY_ID
from domain.contacts import clean_text
from domain.languages import LANGUAGES
from domain.wire.automations import AutomationRow, Filters
from domain.wire.problems import Problem
from domain.wire.rows import LocationRow, ServiceRow, TeamMemberRow

_LONGEST_NAME = 40
_NAMED = 2
"""More than so many are counted."""

_FIELDS = {
    "location": "location_ids",
    "service": "service_ids",
    "member": "team_member_ids",
    "status": "statuses",
    "booked_by": "booked_by",
    "language": "languages",
}
KINDS = tuple(_FIELDS)
_TITLES = {
    "location": mark("Locations"),
    "service": mark("Services"),
    "member": mark("Team members"),
    "status": mark("Status"),
    "booked_by": mark("Booked by"),
    "language": mark("Language of the client"),
}
_ALL = {
    "location": mark("All locations"),
    "service": mark("All services"),
    "member": mark("Anyone"),
    "status": mark("Any status"),
    "booked_by": mark("Anybody"),
    "language": mark("Any language"),
}
_STATUSES = {"booked": mark("not confirmed yet"), "confirmed": mark("confirmed")}
_BOOKED_BY = {"client": mark("the client, online"), "staff": mark("the salon")}


class Choice(NamedTuple):
    """Something to narrow to, and whether that is done."""

    id: str
    name: str
    chosen: bool


class OnlyFor(QObject):
    """The filters of one message as they are being chosen. `filters` is how they stand."""

    changed = Signal()

    def __init__(self, row: AutomationRow, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon, self._automation = salon, BY_ID.get(row.id)
        self.saved = self.filters = row.filters
        salon.changed.connect(self._salon_changed)

    def kinds(self) -> tuple[str, ...]:
        """By what this message can be narrowed, and by what it is."""
        return tuple(kind for kind in KINDS if self._makes_sense(kind) or chosen(self.filters, kind))

    def choices(self, kind: str) -> list[Choice]:
        """What can be chosen, and what is chosen although it is archived or gone."""
        picked, known = chosen(self.filters, kind), _known(kind, self._salon)
        ids = [one for one, named in known.items() if not named.archived or one in picked]
        ids += [one for one in picked if one not in known]
        return [Choice(one, _name(one, known), one in picked) for one in ids]

    def words(self, kind: str) -> str:
        """What is chosen, as it stands on a button."""
        picked = chosen(self.filters, kind)
        return _names(picked, _known(kind, self._salon)) if picked else tr(_ALL[kind])

    def summary(self) -> str:
        """All that it is narrowed to; empty when it is for everybody."""
        return only_for(self.filters, self._salon)

    def toggle(self, kind: str, picked: str) -> None:
        """Choose one more, or one less."""
        before = chosen(self.filters, kind)
        now = tuple(one for one in before if one != picked) if picked in before else (*before, picked)
        self._set(kind, now)

    def clear(self, kind: str) -> None:
        """All of this kind again."""
        self._set(kind, ())

    def fault(self) -> str:
        """Why nobody would ever get it; the server says the same."""
        places = chosen(self.filters, "location")
        members = self._salon.rows(TeamMemberRow)
        served = {members[one].location_id for one in chosen(self.filters, "member") if one in members}
        if places and served and served.isdisjoint(places):
            return sentences.problem(Problem("members_elsewhere", "", 422))
        return ""

    def _set(self, kind: str, picked: tuple[str, ...]) -> None:
        if kind == "booked_by":
            both = len(picked) != 1  # who is booked by either is booked by anybody
            self.filters = replace(self.filters, booked_by=None if both else picked[0])
        else:
            self.filters = replace(self.filters, **{_FIELDS[kind]: picked})
        self.changed.emit()

    def _makes_sense(self, kind: str) -> bool:
        if kind == "location":
            return len(self._salon.rows(LocationRow)) > 1
        if kind == "status":
            return self._automation is not None and bool(self._automation.statuses)
        return kind != "booked_by" or (self._automation is not None and self._automation.by_whom)

    def _salon_changed(self, _kind: str) -> None:
        self.changed.emit()


def title(kind: str) -> str:
    """What a kind is called."""
    return tr(_TITLES[kind])


def all_of(kind: str) -> str:
    """That nothing of a kind is chosen."""
    return tr(_ALL[kind])


def chosen(filters: Filters, kind: str) -> tuple[str, ...]:
    """The ids that are chosen of a kind."""
    found = getattr(filters, _FIELDS[kind])
    return found if isinstance(found, tuple) else (found,) if found else ()


def only_for(filters: Filters, salon: Salon) -> str:
    """`Only for: Studio Linden · Balayage · with Anna`; empty when it is for everybody."""
    parts = [_part(kind, _names(picked, _known(kind, salon))) for kind in KINDS if (picked := chosen(filters, kind))]
    return tr("Only for: {parts}", parts=" · ".join(parts)) if parts else ""


def _part(kind: str, names: str) -> str:
    if kind == "member":
        return tr("with {names}", names=names)
    return tr("booked by {names}", names=names) if kind == "booked_by" else names


class _Named(NamedTuple):
    name: str
    archived: bool = False


_Known = Mapping[str, _Named]


def _name(one: str, known: _Known) -> str:
    if one not in known:
        return tr("one that is not there any more")
    named = known[one]
    return tr("{name} (archived)", name=named.name) if named.archived else apart(named.name)


def _names(picked: Sequence[str], known: _Known) -> str:
    names = [_name(one, known) for one in picked]
    if len(names) <= _NAMED:
        return in_a_row(names)
    return ntr("{names} and {count} more", "{names} and {count} more", len(names) - 1, names=names[0])


def _known(kind: str, salon: Salon) -> _Known:
    found = _KNOWN[kind](salon)
    return dict(sorted(found.items(), key=lambda item: item[1].name.casefold())) if kind in _SORTED else found


def _places(salon: Salon) -> dict[str, _Named]:
    return {row.id: _Named(_short(row.name)) for row in salon.rows(LocationRow).values()}


def _services(salon: Salon) -> dict[str, _Named]:
    return {row.id: _Named(_short(row.name), row.archived) for row in salon.rows(ServiceRow).values()}


def _members(salon: Salon) -> dict[str, _Named]:
    def named(row: TeamMemberRow) -> _Named:
        name, place = _short(row.name), salon.place_name(row.location_id)
        return _Named(tr("{name} ({place})", name=name, place=place) if place else name, row.archived)

    return {row.id: named(row) for row in salon.rows(TeamMemberRow).values()}


def _short(name: str) -> str:
    return clean_text(name)[:_LONGEST_NAME]


_SORTED = ("location", "service", "member")
_KNOWN: Mapping[str, Callable[[Salon], dict[str, _Named]]] = {
    "location": _places,
    "service": _services,
    "member": _members,
    "status": lambda _: {one: _Named(tr(name)) for one, name in _STATUSES.items()},
    "booked_by": lambda _: {one: _Named(tr(name)) for one, name in _BOOKED_BY.items()},
    "language": lambda _: {tag: _Named(name) for tag, name in LANGUAGES.items()},
}
