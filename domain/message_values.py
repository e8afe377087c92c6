"""What the placeholders of messages stand for, made alike by the server that sends and by whoever shows a preview."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from domain.wire.rows import Line


class Who(NamedTuple):
    """To whom and for whom."""

    client_name: str
    business_name: str


def draft_values(who: Who, lines: Sequence[Line], resume_link: str) -> dict[str, str]:
    """Of a message about an incomplete booking."""
    return {**_always(who, lines), "ResumeBookingLink": resume_link}


def client_values(who: Who, lines: Sequence[Line], booking_link: str) -> dict[str, str]:
    """Of a message about the client's last visit."""
    return {**_always(who, lines), "BookingLink": booking_link}


class Visit(NamedTuple):
    """When and where. `region` (ISO 3166) is the location's: it says how dates are written there."""

    start: dt.datetime
    team_member: str
    location: str
    region: str


def appointment_values(
    who: Who, lines: Sequence[Line], visit: Visit, language: str, manage_link: str
) -> dict[str, str]:
    """Of a message about an appointment, with date and time as they are written in the client's language."""
    return {
        **_always(who, lines),
        "Date": _date(visit.start.date(), language, visit.region),
        "Time": _time(visit.start.time(), language, visit.region),
        "TeamMember": visit.team_member,
        "Location": visit.location,
        "ManageLink": manage_link,
    }


def _always(who: Who, lines: Sequence[Line]) -> dict[str, str]:
    return {
        "FirstName": (who.client_name.split() or [who.client_name])[0],
        "ServiceName": ", ".join(dict.fromkeys(line.bundle_name or line.name for line in lines)),
        "BusinessName": who.business_name,
    }


def _date(day: dt.date, language: str, region: str) -> str:
    # Imported here: locale data costs a start, and messages are written long after it.
    from babel.dates import format_skeleton  # noqa: PLC0415

    return str(format_skeleton("yMMMMEEEEd", day, locale=_locale(language, region)))


def _time(time: dt.time, language: str, region: str) -> str:
    from babel.dates import format_time  # noqa: PLC0415

    return str(format_time(time, "short", locale=_locale(language, region)))


@cache
def _locale(language: str, region: str) -> Any:
    """The language as it is written in the region, as it is written anywhere, or English."""
    from babel import Locale  # noqa: PLC0415
    from babel.core import UnknownLocaleError  # noqa: PLC0415

    spoken = language.partition("-")[0]
    for name in (f"{spoken}_{region}", language.replace("-", "_"), spoken, f"en_{region}"):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")
