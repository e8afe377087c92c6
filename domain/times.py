"""Local time and instants. An appointment is a local time in a zone; the instant is derived from it.

A local time that a spring change skips moves forward by the gap; one that an autumn change repeats means its first
occurrence (PEP 495 with fold 0 says both).
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

from domain.constants import DAY

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - subtracted from other naive datetimes
_MICROSECOND = timedelta(microseconds=1)


@cache
def _zone(name: str) -> tzinfo:
    # Imported here: the desktop's first window needs no zone, and the import reads files.
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database, such as Europe/Berlin."""
    try:
        _zone(name)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" alone is a folder of the database
        return False
    return True


def instant(local: datetime, zone: str) -> int:
    """The instant in UTC microseconds that a naive local time means. Raises KeyError or ValueError for no zone."""
    offset = local.replace(tzinfo=_zone(zone), fold=0).utcoffset() or timedelta()
    return (local.replace(tzinfo=None) - _EPOCH - offset) // _MICROSECOND


def local(at: int, zone: str) -> datetime:
    """The naive local time at an instant. Raises OverflowError outside the years 1 to 9999."""
    aware = (_EPOCH + timedelta(microseconds=at)).replace(tzinfo=UTC).astimezone(_zone(zone))
    return aware.replace(tzinfo=None, fold=0)


def shown(wished: datetime, zone: str) -> datetime:
    """What the clock shows at the instant that a naive local time means: itself, unless a spring change skips it."""
    return local(instant(wished, zone), zone)


def day_bounds(day: date, zone: str) -> tuple[int, int]:
    """The instants at which a local day begins and at which the next one does; there is none after 9999-12-31."""
    start = instant(_midnight(day), zone)
    return start, start + DAY if day == date.max else instant(_midnight(day + timedelta(days=1)), zone)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
