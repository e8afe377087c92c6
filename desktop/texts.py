"""Words, dates, times and money in the person's language (row N20). English is the language of the code.

`tr`, `ntr` and `mark` are what translators look for. Texts from people are values, never part of a message. Babel
is imported with the first date or amount, so that a window may be up before it.
"""

import datetime as dt
import gettext
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain import languages
from domain.constants import DAY, HOUR, MINUTE
from domain.contacts import NotAPhone, shown_phone
from domain.times import local
from domain.wire.base import Money

if TYPE_CHECKING:
    from babel import Locale

PLACE = Path(__file__).resolve().parents[1] / "resources" / "translations"
LANGUAGES = languages.LANGUAGES
unmarked = languages.unmarked

_ENGLISH = "en_GB"
"""Dates and times where English is spoken and nothing says where: a day before its month, 24 hours."""


_GROUPED_FROM = 1_000
"""Whole numbers from here on are written in groups, such as 1,000."""


class _Language:
    """The language in use. A process speaks one at a time, as gettext has it."""

    code = "en"
    locale = _ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(wanted: Sequence[str]) -> str:
    """Takes the first of these locale names (`de_AT`, `en-US`) that is shipped, else English; returns its language."""
    names = [name.replace("-", "_").partition(".")[0] for name in wanted]
    chosen = next((name for name in names if name.partition("_")[0] in LANGUAGES), _ENGLISH)
    code = chosen.partition("_")[0]
    use_catalogue(gettext.translation("deskbell", PLACE, languages=[code], fallback=True), chosen)
    return code


def use_catalogue(catalogue: gettext.NullTranslations, locale: str) -> None:
    """Takes the words of this catalogue, and dates, times and amounts as a locale (`de_AT`) writes them."""
    _Language.code = locale.partition("_")[0]
    _Language.locale = _ENGLISH if locale == "en" else locale
    _Language.catalogue = catalogue
    for formatter in (_date_patterns, _currency_format, _locale, _clock):
        formatter.cache_clear()


def language() -> str:
    """The language in use, such as `de`."""
    return _Language.code


def is_from_right() -> bool:
    """Whether the language is written from right to left."""
    return _Language.code in languages.FROM_RIGHT


def mark(message: str) -> str:
    """A message that is translated where it is shown."""
    return message


def tr(message: str, **values: object) -> str:
    """A message in the person's language with its `{names}` filled in."""
    translated = _Language.catalogue.gettext(message) if message else ""
    return translated.format(**_set_apart(values)) if values else translated


def ntr(singular: str, plural: str, count: int, **values: object) -> str:
    """A message that has a number in it, in the form that the number asks for. `{count}` is the number."""
    shown = _Language.catalogue.ngettext(singular, plural, count)
    return shown.format(count=_whole(count), **_set_apart(values))


def _whole(count: int) -> str:
    if abs(count) < _GROUPED_FROM:
        return str(count)
    from babel.numbers import format_decimal  # noqa: PLC0415 - see the module's text

    return str(format_decimal(count, locale=_locale()))


def _set_apart(values: dict[str, object]) -> dict[str, object]:
    return {name: apart(value) if isinstance(value, str) else value for name, value in values.items()}


def apart(text: str) -> str:
    """A text from elsewhere, marked where it may run against the line around it; `unmarked` takes the marks off."""
    return languages.apart(text, _Language.code)


@cache
def _locale() -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see the module's text

    try:
        return Locale.parse(_Language.locale)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_Language.code)


# Money


def money(amount: Money) -> str:
    """An amount as it is written there; whole amounts without decimals."""
    return _currency_format(amount.currency)(amount.minor)


def amounts(sums: Sequence[Money]) -> str:
    """Amounts in several currencies side by side; they are never added."""
    return " + ".join(money(amount) for amount in sums)


@cache
def _currency_format(currency: str) -> Callable[[int], str]:
    from babel.numbers import format_currency, get_currency_precision  # noqa: PLC0415 - see the module's text

    digits = get_currency_precision(currency)

    def shown(minor: int) -> str:
        whole, rest = divmod(minor, 10**digits)
        if rest:
            amount = Decimal(minor).scaleb(-digits)
            return str(format_currency(amount, currency, locale=_locale()))
        return str(format_currency(whole, currency, locale=_locale(), currency_digits=False, format=_whole_pattern()))

    return cache(shown)


def _whole_pattern() -> str:
    return str(_locale().currency_formats["standard"].pattern).replace(".00", "")


# Dates and times


@cache
def _date_patterns() -> dict[str, str]:
    """Patterns of the locale for the four ways in which dates are written here."""
    skeletons = _locale().datetime_skeletons
    return {
        "day": _pattern(skeletons, "MMMEd"),
        "day_of_year": _pattern(skeletons, "yMMMEd"),
        "long": re.sub("E+", "EEEE", _pattern(skeletons, "MMMMEd")) if "MMMMEd" in skeletons else "EEEE d MMMM",
        "weekday": _pattern(skeletons, "Ed"),
        "short": _pattern(skeletons, "MMMd"),
    }


def _pattern(skeletons: object, name: str) -> str:
    pattern = skeletons[name].pattern  # type: ignore[index]  # a babel LocaleDataDict, typed as nothing
    return str(pattern).replace(",", "") if _Language.code == "en" else str(pattern)


def day(date: dt.date, today: dt.date) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, else the weekday and date, with the year if it is another."""
    near = {0: tr("Today"), 1: tr("Tomorrow"), -1: tr("Yesterday")}.get((date - today).days)
    if near is not None:
        return near
    return _format_date(date, "day" if date.year == today.year else "day_of_year")


def day_inside(date: dt.date, today: dt.date) -> str:
    """As `day`, but inside a sentence: `tomorrow`. All languages that are shipped write these words small there."""
    shown = day(date, today)
    return shown[:1].lower() + shown[1:] if abs((date - today).days) <= 1 else shown


def long_day(date: dt.date) -> str:
    """`Friday 20 November`."""
    return _format_date(date, "long")


def weekday_of(date: dt.date) -> str:
    """`Fri 20`, over a column of a week."""
    return _format_date(date, "weekday")


def day_names(*, short: bool = False) -> tuple[str, ...]:
    """The days of the week, Monday first; `short` as in a table."""
    names = _locale().days["stand-alone"]["abbreviated" if short else "wide"]
    return tuple(str(names[number]) for number in range(7))


def month_names() -> tuple[str, ...]:
    """The months by their numbers; there is none with the number 0."""
    names = _locale().months["stand-alone"]["wide"]
    return ("", *(str(names[number]) for number in range(1, 13)))


def day_comes_first() -> bool:
    """Whether a day is written before its month, in numbers."""
    pattern = str(_locale().date_formats["short"].pattern)
    return pattern.index("d") < pattern.index("M")


def days_between(first: dt.date, last: dt.date) -> str:
    """`16–22 Nov 2026`."""
    from babel.dates import format_interval  # noqa: PLC0415 - see the module's text

    return str(format_interval(first, last, "yMMMd", locale=_locale()))


def _format_date(date: dt.date, kind: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - see the module's text

    return format_date(date, _date_patterns()[kind], locale=_locale())


def first_weekday() -> int:
    """The day a week begins with where the person is, Monday 0. A language without a country has its largest one's."""
    from babel.core import Locale, get_global  # noqa: PLC0415 - see the module's text

    locale = _locale()
    if locale.territory is None:
        likely = Locale.parse(get_global("likely_subtags")[locale.language])
        locale = Locale(likely.language, likely.territory)
    return locale.first_week_day


def locale_name() -> str:
    """The locale in use, such as `de_AT`, a bare language where no country is known."""
    return _Language.locale


def clock(time: dt.datetime | dt.time) -> str:
    """A local time of day, `14:30`."""
    return _clock(time.hour, time.minute)


@cache
def _clock(hour: int, minute: int) -> str:
    from babel.dates import format_time  # noqa: PLC0415 - see the module's text

    return format_time(dt.time(hour, minute), "short", locale=_locale())


def local_moment(start: dt.datetime, today: dt.date) -> str:
    """`Today 14:30`, `Sat 21 Nov 10:00`."""
    return f"{day(start.date(), today)} {clock(start)}"


def moment_inside(start: dt.datetime, today: dt.date) -> str:
    """As `local_moment`, but inside a sentence: `today 14:30`."""
    return f"{day_inside(start.date(), today)} {clock(start)}"


def moment(at: int, now: int, zone: str) -> str:
    """When something happened, inside a sentence: its time of day, with the day unless that is today."""
    happened, present = local(at, zone), local(now, zone)
    days = (present.date() - happened.date()).days
    if days == 1:
        return tr("yesterday {time}", time=clock(happened))
    return clock(happened) if days == 0 else moment_inside(happened, present.date())


# Ages


def duration(microseconds: int) -> str:
    """A length of time in one unit, rounded down: `42 min`, `3 h`, `2 days`."""
    if microseconds < HOUR:
        return tr("{minutes} min", minutes=max(0, microseconds) // MINUTE)
    if microseconds < DAY:
        return tr("{hours} h", hours=microseconds // HOUR)
    # Translators: also used in "{duration} ago"
    return ntr("{count} day", "{count} days", microseconds // DAY)


def age(at: int, now: int) -> str:
    """How long ago something was: `just now`, `12 min ago`. A moment ahead of this clock is now."""
    if now - at < MINUTE:
        return tr("just now")
    return tr("{duration} ago", duration=duration(now - at))


# People's words


class _Phones:
    grouped = True


def group_phones(*, now: bool) -> None:
    """Whether numbers are grouped as their countries do. Loading what that takes costs a tenth of a start: a desk that
    starts shows them as they are at first. With `now` it is loaded; that may be on any thread.
    """
    if now:
        _grouped("+4930123456")
    _Phones.grouped = now


def phone(number: str) -> str:
    """A number in international writing, from left to right in every language; what is none stays as it is."""
    return apart(_grouped(number) if _Phones.grouped else number)


@cache
def _grouped(number: str) -> str:
    try:
        return shown_phone(number)
    except NotAPhone:
        return number


def in_a_row(parts: Iterable[str]) -> str:
    """Parts one after the other, with the comma that is written there."""
    return ("، " if is_from_right() else ", ").join(parts)


def listed(words: Sequence[str]) -> str:
    """`email and SMS`."""
    from babel.lists import format_list  # noqa: PLC0415 - see the module's text

    return format_list(list(words), locale=_locale())


def initials(name: str) -> str:
    """Up to two letters for a round badge."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
