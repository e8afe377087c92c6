"""A day as somebody types it: `tomorrow`, `fri`, `20 nov`, `24.12.`, `2026-12-24`, in the language in use."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from desktop.texts import day_comes_first, day_names, month_names, tr
from domain.finding import fold

_PARTS = re.compile(r"\d+|[^\W\d_]+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LEAST_LETTERS = 3
_CENTURY = 2000
_BACK = dt.timedelta(days=60)
"""A date without a year is the next one, unless it was only just."""


def typed_day(typed: str, today: dt.date) -> dt.date | None:
    """The day that was typed; None when it is none."""
    text = fold(typed.strip())
    iso = _ISO.fullmatch(text)
    if iso:
        return _date(*map(int, iso.groups()))
    parts = _PARTS.findall(text)
    numbers = [int(part) for part in parts if part.isdecimal()]
    words = [part for part in parts if not part.isdecimal()]
    if not numbers:
        return _by_name(words, today)
    return _by_number(numbers, words, today)


def _by_name(words: Sequence[str], today: dt.date) -> dt.date | None:
    if len(words) != 1 or len(words[0]) < _LEAST_LETTERS:
        return None
    near = {tr("Today"): 0, tr("Tomorrow"): 1, tr("Yesterday"): -1}
    away = _meant(words[0], {fold(name): days for name, days in near.items()})
    if away is None:
        weekday = _meant(words[0], _folded(day_names()))
        away = None if weekday is None else (weekday - today.weekday()) % 7
    return None if away is None else today + dt.timedelta(days=away)


def _by_number(numbers: list[int], words: Sequence[str], today: dt.date) -> dt.date | None:
    months = [_meant(word, _folded(month_names())) for word in words]
    named = [month for month in months if month is not None]
    strange = [word for word, month in zip(words, months, strict=True) if month is None]
    if len(named) > 1 or any(_meant(word, _folded(day_names())) is None for word in strange):
        return None
    if named:
        numbers.insert(1, named[0])
    elif len(numbers) > 1 and not day_comes_first():
        numbers[:2] = numbers[1::-1]
    if len(numbers) == 3:
        year = numbers[2] + (_CENTURY if numbers[2] < 100 else 0)
        return _date(year, numbers[1], numbers[0])
    return _nearest(numbers[0], numbers[1], today) if len(numbers) == 2 else None


def _nearest(day: int, month: int, today: dt.date) -> dt.date | None:
    """In this year or the next; the first that is not long past."""
    found = (_date(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    return next((one for one in found if one is not None and one >= today - _BACK), None)


def _meant(word: str, names: Mapping[str, int]) -> int | None:
    """The one that begins so, if it is one."""
    if len(word) < _LEAST_LETTERS and word not in names:
        return None
    found = {number for name, number in names.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _folded(names: Sequence[str]) -> dict[str, int]:
    return {fold(name): number for number, name in enumerate(names) if name}


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
