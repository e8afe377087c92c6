"""What a client sees behind a manage link: her appointment, and while it is to come, how to move or cancel it."""

from collections.abc import Mapping
from html import escape

from backend.access.queries import Business
from backend.booking_page.document import BOOKING, NO_SCRIPT, given, modules
from backend.booking_page.steps import call_us
from backend.booking_page.words import words
from backend.web.pages import Page, answer
from backend.web.route import Request, Response
from backend.web.texts import Texts, texts_of
from domain.wire.booking import Managed
from domain.wire.rows import Line, LocationRow

_MODULES = ("manage.js", "api.js", "page.js", "say.js", "times.js")


def manage_document(
    request: Request, salon: Business, at: LocationRow, held: Managed, team: Mapping[str, str], token: str
) -> Response:
    """The appointment in words, and what can be done about it. `team` has names by id."""
    texts = texts_of(request)
    rows = [_row(_what(texts, line), texts.money(line.price), kind="price") for line in held.lines]
    rows += [
        _row(texts.html("When"), texts.moment(held.start), name="when"),
        _row(texts.html("With"), _who(held, team)),
        _row(texts.html("Where"), at.name),
        _row(texts.html("Total"), texts.money(held.total), kind="price"),
    ]
    again = f'<a class="button main" href="/book/{escape(salon.slug)}">{texts.html("Book again")}</a>'
    gone = "" if held.status == "cancelled" else " hidden"
    known = {"slug": salon.slug, "token": token, "start": held.start, "words": words(texts)}
    state = _state(texts, held)
    body = (
        '<p id="wrong" class="notice wrong" role="alert" hidden></p><p id="status" class="unseen" role="status"></p>'
        f'<p id="state" class="notice" tabindex="-1"{"" if state else " hidden"}>{state}</p>'
        f'<dl class="lines">{"".join(rows)}</dl>{_actions(texts) if held.may_change else ""}'
        f'<p id="book-again"{gone}>{again}</p>{_questions(texts, at)}{given(known)}'
    )
    page = Page(
        texts.tr("Your appointment"),
        body,
        over=salon.name,
        modules=modules(_MODULES[0], _MODULES[1:]) if held.may_change else (),
        styles=(BOOKING.address("book.css"),),
        head=NO_SCRIPT,
    )
    return answer(request, 200, page)


def _questions(texts: Texts, at: LocationRow) -> str:
    return (
        f'<div class="questions quiet-text"><p>{texts.html("Questions? Call us.")}</p>{call_us((at,))}</div>'
        if at.phone
        else ""
    )


def _what(texts: Texts, line: Line) -> str:
    minutes = texts.tr("{minutes} min", minutes=line.minutes)
    about = ", ".join(part for part in (line.bundle_name, line.variant_name, minutes) if part)
    return f"<bdi>{escape(line.name)}</bdi> <small>{escape(about)}</small>"


def _who(held: Managed, team: Mapping[str, str]) -> str:
    names = (team.get(line.team_member_id or "") for line in held.lines)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _row(term: str, value: str, *, name: str = "", kind: str = "") -> str:
    """`term` is markup, `value` plain text."""
    named = f' id="{name}"' if name else ""
    drawn = f' class="{kind}"' if kind else ""
    return f"<div><dt>{term}</dt><dd{drawn}><bdi{named}>{escape(value)}</bdi></dd></div>"


def _state(texts: Texts, held: Managed) -> str:
    """What is to be said about where it stands, escaped; nothing of one that is to come."""
    if held.status == "cancelled":
        return texts.html("Your appointment is cancelled.")
    return "" if held.may_change else texts.html("This appointment cannot be changed any more.")


def _actions(texts: Texts) -> str:
    ask = (
        f'<section id="sure" class="again" aria-labelledby="sure-title" hidden>'
        f'<h2 id="sure-title" tabindex="-1">{texts.html("Cancel this appointment?")}</h2>'
        f'<p>{texts.html("Somebody else may take your time at once.")}</p><p class="buttons">'
        f'<button type="button" class="danger" id="cancel">{texts.html("Cancel appointment")}</button>'
        f'<button type="button" class="quiet" id="keep">{texts.html("Keep it")}</button></p></section>'
    )
    stay = texts.html("Keep the old time")
    move = (
        '<section id="moving" aria-labelledby="moving-title" hidden>'
        f'<h2 id="moving-title" tabindex="-1">{texts.html("Choose a new time")}</h2><div id="free"></div>'
        f'<p class="buttons"><button type="button" class="quiet" id="stay">{stay}</button></p>'
        '</section><section id="moved-to" aria-labelledby="moved-to-title" hidden>'
        '<h2 id="moved-to-title" tabindex="-1"></h2><p class="buttons">'
        f'<button type="button" class="main" id="move-now">{texts.html("Move")}</button>'
        f'<button type="button" class="quiet" id="stay-now">{stay}</button></p></section>'
    )
    off = texts.html("Changing it here needs JavaScript, which is off in your browser. Please call us.")
    return (
        f'<p class="notice amber no-script">{off}</p><p class="buttons" id="actions" hidden>'
        f'<button type="button" class="main" id="move">{texts.html("Reschedule")}</button>'
        f'<button type="button" class="quiet" id="ask">{texts.html("Cancel appointment")}</button></p>{ask}{move}'
    )
