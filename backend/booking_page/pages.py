"""The plain page behind a resume link: what was chosen, and buttons to go on. No script, every text escaped (promise
S6).
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from backend.web.route import Response
from domain.wire.actions import Slot
from domain.wire.base import Money
from domain.wire.booking import Confirmed, Review
from domain.wire.rows import Line

_STYLE = (
    "body{font-family:sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "button{font:inherit;padding:.6rem 1.2rem;margin:.3rem .5rem .3rem 0}"
    "fieldset{margin:0 0 1rem}label{display:block;padding:.4rem 0}input{font:inherit}"
    "dt{font-weight:bold}dd{margin:0 0 .6rem}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
"""The address holds a secret: it is neither passed on nor kept."""


def page(status: int, title: str, body: str) -> Response:
    """A whole document; `title` is plain text, `body` is markup."""
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    return Response(status, text.encode(), "text/html; charset=utf-8", HEADERS)


class Shown(NamedTuple):
    """What the page says beside the choices: who serves by team member id, and the address of the link itself."""

    salon: str
    place: str
    team: Mapping[str, str]
    path: str


def review_page(shown: Shown, review: Review, instead: Sequence[Slot]) -> Response:
    """The restored choices; with starts to choose from where the one that was chosen is not free."""
    parts = [_what(review, shown.team), _when(review, shown.place)]
    if review.notes:
        parts.append(f"<dt>Notes</dt><dd>{escape(review.notes).replace(chr(10), '<br>')}</dd>")
    body = f"<p>You have not finished this booking yet.</p><dl>{''.join(parts)}</dl>"
    if review.slot_free is False:
        body += "<p>This time is not free any more.</p>"
    if review.slot_free:
        body += _button(f"{shown.path}/confirm", "Book now")
    else:
        body += _choice(shown.path, instead)
    if review.phase != "reviewing":
        body += _button(f"{shown.path}/review", "Continue")
    else:
        body += "<p>You are in review: finish within the next minutes. The time is not reserved.</p>"
    return page(200, f"Your booking at {shown.salon}", body)


def booked_page(salon: str, confirmed: Confirmed) -> Response:
    """It is done."""
    return page(200, f"Booked at {salon}", f"<p>We expect you on {_time(confirmed.start)}.</p>")


def taken_page(salon: str, path: str, alternatives: tuple[Slot, ...]) -> Response:
    """Somebody else was quicker, or the time cannot be had."""
    back = f'<p><a href="{escape(path)}">Back to your booking</a></p>'
    return page(409, f"This time at {salon} is taken", f"<p>Nothing was booked.</p>{_choice(path, alternatives)}{back}")


def gone_page(status: int, *, booked: bool) -> Response:
    """The link leads nowhere: its draft became an appointment, or there is none."""
    if booked:
        return page(status, "This booking is complete", "<p>There is nothing left to do.</p>")
    return page(status, "This link does not work any more", "<p>Please begin a new booking with the salon.</p>")


def _what(review: Review, team: Mapping[str, str]) -> str:
    items = "".join(f"<li>{escape(_line(line, team))}</li>" for line in review.lines)
    return f"<dt>Services</dt><dd><ul>{items}</ul></dd><dt>Total</dt><dd>{escape(_money(review.total))}</dd>"


def _line(line: Line, team: Mapping[str, str]) -> str:
    names = [part for part in (line.bundle_name, line.name, line.variant_name) if part]
    who = team.get(line.team_member_id or "", "any team member")
    return f"{', '.join(names)} with {who} ({line.minutes} min, {_money(line.price)})"


def _when(review: Review, place: str) -> str:
    when = _time(review.start) if review.start else "No time chosen yet"
    return f"<dt>Time</dt><dd>{when}</dd><dt>Where</dt><dd>{escape(place)}</dd>"


def _button(path: str, label: str) -> str:
    return f'<form method="post" action="{escape(path)}"><button>{escape(label)}</button></form>'


def _choice(path: str, free: Sequence[Slot]) -> str:
    """A form that books one of these starts."""
    if not free:
        return "<p>No time near it is free. Please choose one with the salon.</p>"
    radio = '<input type="radio" name="start" value="{}" required>'
    starts = "".join(f"<label>{radio.format(slot.start.isoformat())} {_time(slot.start)}</label>" for slot in free)
    legend = "<legend>Please choose a time that is free:</legend>"
    fields = f"<fieldset>{legend}{starts}</fieldset><button>Book this time</button>"
    return f'<form method="post" action="{escape(path)}/confirm">{fields}</form>'


def _time(local: dt.datetime) -> str:
    # Imported here and below: locale data costs a start, and most servers show this page rarely.
    from babel.dates import format_datetime  # noqa: PLC0415

    return escape(format_datetime(local, "EEEE, d MMMM y, HH:mm", locale="en_GB"))


def _money(amount: Money) -> str:
    from babel.numbers import format_currency, get_currency_precision  # noqa: PLC0415

    value = Decimal(amount.minor).scaleb(-get_currency_precision(amount.currency))
    return str(format_currency(value, amount.currency, locale="en_GB"))
