"""Messages from templates: a fixed set of placeholders and no expression language (row B17).

A value is put in as it is and never looked at again: a client who calls herself {{ResumeBookingLink}} gets just that.
"""

import re
from collections.abc import Iterator, Mapping

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
)

_OPENING = re.compile(r"\{\{(?:([^{}]*)\}\})?")
_SHOWN = 40


class UnknownPlaceholder(ValueError):
    """The template has a `{{name}}` that is none of PLACEHOLDERS, or a `{{` that is never closed.

    `position` counts characters from the start of the template, for the editor to point at.
    """

    def __init__(self, name: str, position: int) -> None:
        super().__init__("the template has an unknown placeholder")
        self.name = name
        self.position = position


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders replaced. Raises UnknownPlaceholder, and KeyError for a missing value."""
    parts = []
    end = 0
    for name, start, stop in _found(template):
        parts += [template[end:start], values[name]]
        end = stop
    return "".join([*parts, template[end:]])


def placeholders(template: str) -> tuple[str, ...]:
    """The names in order of their first use. Raises UnknownPlaceholder, so this is also how a template is checked."""
    return tuple(dict.fromkeys(name for name, _, _ in _found(template)))


def _found(template: str) -> Iterator[tuple[str, int, int]]:
    for match in _OPENING.finditer(template):
        name = match[1].strip() if match[1] is not None else None
        if name not in PLACEHOLDERS:
            shown = template[match.end() : match.end() + _SHOWN] if name is None else name
            raise UnknownPlaceholder(shown, match.start())
        yield name, match.start(), match.end()
