"""Messages from templates: a fixed set of placeholders and no expression language (row B17).

A value is put in as it is and never looked at again: a client who calls herself {{ResumeBookingLink}} gets just that.
"""

import re
from collections.abc import Collection, Iterator, Mapping

PLACEHOLDERS = (
    "FirstName",
    "ServiceName",
    "BusinessName",
    "ResumeBookingLink",
    "Date",
    "Time",
    "TeamMember",
    "Location",
    "Deadline",
    "OfferLink",
    "ManageLink",
    "BookingLink",
)
"""All that any message can say; what one of them can is its own (domain.automations)."""

_OPENING = re.compile(r"\{\{(?:([^{}]*)\}\})?")
_BROKEN = re.compile(r"\}\}|\{\s*(\w+)\s*\}")
_SHOWN = 40


class UnknownPlaceholder(ValueError):
    """The template has a `{{name}}` that is not known, or a `{{` that is never closed.

    `position` counts characters from the start of the template, for the editor to point at.
    """

    def __init__(self, name: str, position: int) -> None:
        super().__init__("the template has an unknown placeholder")
        self.name = name
        self.position = position


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders replaced. Raises UnknownPlaceholder for one without a value."""
    parts = []
    end = 0
    for name, start, stop in _found(template, values):
        parts += [template[end:start], values[name]]
        end = stop
    return "".join([*parts, template[end:]])


def placeholders(template: str, known: Collection[str] = PLACEHOLDERS) -> tuple[str, ...]:
    """The names in order of their first use. Raises UnknownPlaceholder."""
    return tuple(dict.fromkeys(name for name, _, _ in _found(template, known)))


def check(template: str, known: Collection[str]) -> None:
    """Whether somebody may save the template. Raises UnknownPlaceholder, also for what was meant to be one and would
    be sent as it is: `}}` alone, and a known name in single braces.
    """
    rest = list(template)
    for _, start, stop in _found(template, known):
        rest[start:stop] = " " * (stop - start)
    for match in _BROKEN.finditer("".join(rest)):
        if match[1] is None or match[1] in known:
            raise UnknownPlaceholder(match[1] or match[0], match.start())


def _found(template: str, known: Collection[str]) -> Iterator[tuple[str, int, int]]:
    for match in _OPENING.finditer(template):
        name = match[1].strip() if match[1] is not None else None
        if name is None or name not in known:
            shown = template[match.end() : match.end() + _SHOWN] if name is None else name
            raise UnknownPlaceholder(shown, match.start())
        yield name, match.start(), match.end()
