"""Words, dates and amounts of a page in the language of whoever opens it (row N20).

`texts.tr(...)` is what translators look for. Nothing here is of the process: a server speaks to many at once. Babel is
imported with the first date or amount: locale data costs a start.
"""

import datetime as dt
import gettext
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path

from backend.web.route import Request
from domain.languages import FROM_RIGHT, LANGUAGES, apart
from domain.wire.base import Money

PLACE = Path(__file__).resolve().parents[2] / "resources" / "translations"
ENGLISH = "en"
_LONGEST_HEADER = 500


def mark(message: str) -> str:
    """A message that is translated where it is shown."""
    return message


class Texts:
    """One language. `locale` says how dates and amounts are written: `de_AT`, or a bare language."""

    def __init__(self, code: str, locale: str) -> None:
        self.code = code
        self.locale = "en_GB" if locale == ENGLISH else locale
        self.direction = "rtl" if code in FROM_RIGHT else "ltr"
        self._catalogue = gettext.translation("deskbell", PLACE, languages=[code], fallback=True)

    def tr(self, message: str, **values: object) -> str:
        """A message in this language with its `{names}` filled in; plain text, to be escaped."""
        translated = self._catalogue.gettext(message)
        return translated.format(**self._set_apart(values)) if values else translated

    def html(self, message: str, **values: object) -> str:
        """As `tr`, escaped for markup."""
        return escape(self.tr(message, **values))

    def ntr(self, singular: str, plural: str, count: int, **values: object) -> str:
        """A message that has a number in it, in the form that the number asks for. `{count}` is the number."""
        return self._catalogue.ngettext(singular, plural, count).format(count=count, **self._set_apart(values))

    def _set_apart(self, values: dict[str, object]) -> dict[str, object]:
        return {name: apart(value, self.code) if isinstance(value, str) else value for name, value in values.items()}

    def money(self, amount: Money) -> str:
        """An amount as it is written there; whole amounts without decimals."""
        from babel import Locale  # noqa: PLC0415 - see the module's text
        from babel.numbers import format_currency, get_currency_precision  # noqa: PLC0415

        digits = get_currency_precision(amount.currency)
        whole, rest = divmod(amount.minor, 10**digits)
        if rest:
            return str(format_currency(Decimal(amount.minor).scaleb(-digits), amount.currency, locale=self.locale))
        pattern = str(Locale.parse(self.locale).currency_formats["standard"].pattern).replace(".00", "")
        return str(
            format_currency(whole, amount.currency, locale=self.locale, currency_digits=False, format=pattern),
        )

    def time(self, local: dt.datetime) -> str:
        """A time of day as it is written there."""
        from babel.dates import format_time  # noqa: PLC0415 - see the module's text

        return str(format_time(local, "short", locale=self.locale))

    def moment(self, local: dt.datetime) -> str:
        """A local time with its day: `Friday, 20 November 2026, 14:30`."""
        from babel.dates import format_date, format_time  # noqa: PLC0415 - see the module's text

        return f"{format_date(local, 'full', locale=self.locale)}, {format_time(local, 'short', locale=self.locale)}"


def texts_of(request: Request) -> Texts:
    """In the language that was chosen (`?lang=de`), else the first that the browser asks for and we have (RFC 9110)."""
    tag = _tag(request)
    code = _code(tag)
    return _texts(code, _locale(tag, code)) if tag else _texts(ENGLISH, ENGLISH)


def spoken(request: Request) -> str | None:
    """The same language by its code; None when none of ours was asked for."""
    return _code(_tag(request)) or None


def _tag(request: Request) -> str:
    """What was asked for first of what we have; empty for nothing."""
    wanted = (request.query.get("lang", ""), *_asked(request.headers.get("accept-language", "")))
    return next((tag for tag in wanted if _code(tag) in LANGUAGES), "")


def _code(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _asked(header: str) -> Iterator[str]:
    """The tags of an Accept-Language header, the most wanted first."""
    wanted: list[tuple[float, str]] = []
    for part in header[:_LONGEST_HEADER].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return (tag for weight, tag in sorted(wanted, key=lambda one: -one[0]) if weight > 0)


@cache
def _texts(code: str, locale: str) -> Texts:
    return Texts(code, locale)


@cache
def _known_locales() -> frozenset[str]:
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - see the module's text

    return frozenset(name for name in locale_identifiers() if name.partition("_")[0] in LANGUAGES)


def _locale(tag: str, code: str) -> str:
    """`de-at` as Babel names it, if it is known; else the language alone."""
    named = f"{code}_{tag.partition('-')[2].upper()}"
    return named if named in _known_locales() else code
