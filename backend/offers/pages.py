"""The page behind an offer's link: what is offered and until when, a button that accepts and one that declines (row
N10). Opening it changes nothing, since previews open links too. No script, every text escaped (promise S6).
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from backend.access.business import salon_of
from backend.access.locations import location_of
from backend.access.queries import Business
from backend.offers import answers, queries
from backend.offers.queries import Offer
from backend.offers.routes import shown
from backend.web.pages import HEADERS, Page, answer, button
from backend.web.problems import Refused
from backend.web.route import Call, Response, Route, public
from backend.web.texts import Texts, texts_of
from domain.languages import LANGUAGES
from domain.times import local
from domain.wire.actions import Slot
from domain.wire.booking import OfferShown
from domain.wire.rows import Line

_LINK = "/book/{salon}/offer/{token}"
_OVER = {404, 409, 410}


def routes() -> tuple[Route, ...]:
    """What these pages add to the route table."""
    return (
        Route("GET", _LINK, public(), _opened, writes=False, any_query=True),
        Route("POST", f"{_LINK}/accept", public(), _accepted, any_query=True),
        Route("POST", f"{_LINK}/decline", public(), _declined, any_query=True),
        Route("GET", f"{_LINK}/accept", public(), _loaded_again, writes=False, any_query=True),
        Route("GET", f"{_LINK}/decline", public(), _loaded_again, writes=False, any_query=True),
    )


def _loaded_again(call: Call[None, None]) -> Response:
    """Where a form went is loaded anew, or in another language."""
    salon = salon_of(call.unit, call.path["salon"])
    try:
        answers.find_linked(call.unit, salon.id, call.path["token"])
    except Refused as refused:
        return _over(call, salon, refused)
    return _to_offer(call)


def _to_offer(call: Call[None, None]) -> Response:
    """To the offer's own page, in the same language: it tells what has become of it, however often it is loaded."""
    return Response(303, headers={**HEADERS, "location": _path(call)})


def _opened(call: Call[None, None]) -> Response:
    salon = salon_of(call.unit, call.path["salon"])
    try:
        offer = answers.find_linked(call.unit, salon.id, call.path["token"])
    except Refused as refused:
        return _over(call, salon, refused)
    what = shown(call.unit, salon, offer)
    if what.status == "open":
        return answer(call.request, 200, _question(call, salon, offer, what))
    if what.status == "accepted":
        return answer(call.request, 200, _booked(call, salon, offer, what.location_name))
    try:
        answers.check_open(call.unit, offer)
    except Refused as refused:
        return _over(call, salon, refused, declined=what.status == "declined")
    raise RuntimeError("an offer that is not open passed for one that is")


def _accepted(call: Call[None, None]) -> Response:
    """Pressed again it shows again what was booked: the rule for an answer that was lost."""
    salon = salon_of(call.unit, call.path["salon"])
    try:
        with call.unit.savepoint():
            answers.accept(call.unit, salon.id, call.path["token"])
    except Refused as refused:
        return _over(call, salon, refused)
    return _to_offer(call)


def _declined(call: Call[None, None]) -> Response:
    salon = salon_of(call.unit, call.path["salon"])
    try:
        with call.unit.savepoint():
            answers.decline(call.unit, salon.id, call.path["token"])
    except Refused as refused:
        return _over(call, salon, refused)
    return _to_offer(call)


def _question(call: Call[None, None], salon: Business, offer: Offer, what: OfferShown) -> Page:
    texts = texts_of(call.request)
    at = location_of(call.unit, salon.id, offer.location_id)
    until, today = local(what.until, at.zone), local(what.now, at.zone).date()
    moment = texts.time(until) if until.date() == today else texts.moment(until)
    held = texts.tr("We are holding this time for you until {time}.", time=moment)
    if queries.is_asked_with_others(call.unit, offer):
        held = texts.tr("First come, first served: whoever says yes first has this time, until {time}.", time=moment)
    rows = [
        (texts.tr("Time"), texts.moment(what.start)),
        (texts.tr("Services"), ", ".join(_line(line) for line in what.lines)),
        (texts.tr("With"), what.team_member),
        (texts.tr("Where"), what.location_name),
    ]
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value)
    total = escape(texts.tr("Total")), escape(texts.money(what.total))
    told += f'<div><dt>{total[0]}</dt><dd class="price">{total[1]}</dd></div>'
    yes, no = button(texts.tr("Book this time")), button(texts.tr("No, thank you"), quiet=True)
    body = (
        f'<p class="notice amber">{escape(held)}</p><dl class="lines">{told}</dl><div class="buttons">'
        f'<form method="post" action="{escape(_path(call, "/accept"))}">{yes}</form>'
        f'<form method="post" action="{escape(_path(call, "/decline"))}">{no}</form></div>'
    )
    return Page(texts.tr("A time has come free for you"), body, over=salon.name)


def _booked(call: Call[None, None], salon: Business, offer: Offer, place: str) -> Page:
    """Hers; or, as her message says it, not before the salon has looked at it; or not any more."""
    texts, expected = texts_of(call.request), answers.expected_at(call.unit, offer)
    if expected is None:
        return _cancelled(call, texts, salon)
    start = texts.moment(expected)
    title, said = texts.tr("It is yours"), texts.tr("We expect you on {time}.", time=start)
    if answers.is_looked_over(call.unit, offer):
        title = texts.tr("We have your booking")
        said = texts.tr("You asked for {time}. We have your booking and will confirm it shortly.", time=start)
    return Page(title, f"<p>{escape(said)}</p><p>{escape(place)}</p>", over=salon.name)


def _cancelled(call: Call[None, None], texts: Texts, salon: Business) -> Page:
    """She had it, and it is not to be any more."""
    said = f"<p>{escape(texts.tr('Your appointment is cancelled.'))}</p>{_elsewhere(call, texts)}"
    return Page(texts.tr("Your appointment"), said, over=salon.name)


def _over(call: Call[None, None], salon: Business, refused: Refused, *, declined: bool = False) -> Response:
    """It is too late, somebody was faster, she said no before, or nobody knows the link."""
    found, texts = refused.problem, texts_of(call.request)
    if found.status not in _OVER:
        raise refused
    title, said = _why(texts, found.type, declined=declined)
    body = f"<p>{escape(said)}</p>{_free(texts, found.alternatives)}{_elsewhere(call, texts)}"
    return answer(call.request, found.status, Page(title, body, over=salon.name))


def _why(texts: Texts, code: str, *, declined: bool) -> tuple[str, str]:
    if declined:
        return texts.tr("You have declined"), texts.tr("Thank you for telling us. The time goes to somebody else.")
    if code == "link_unknown":
        return texts.tr("This link does not work any more"), texts.tr("What it led to is gone.")
    if code == "offer_taken":
        return texts.tr("Somebody was faster"), texts.tr("We offered this time to several people, and it has gone.")
    if code == "offer_over":
        return texts.tr("This offer is over"), texts.tr("The time is not held for you any more.")
    return texts.tr("This time is taken"), texts.tr("We are sorry: this time cannot be booked any more.")


def _free(texts: Texts, instead: Sequence[Slot]) -> str:
    if not instead:
        return ""
    times = "".join(f"<li>{escape(texts.moment(slot.start))}</li>" for slot in instead)
    return f'<h2>{escape(texts.tr("Free near it"))}</h2><ul class="lines">{times}</ul>'


def _elsewhere(call: Call[None, None], texts: Texts) -> str:
    link = f"/book/{escape(call.path['salon'])}"
    return f'<p><a class="button quiet" href="{link}">{escape(texts.tr("See all free times"))}</a></p>'


def _line(line: Line) -> str:
    return ", ".join(part for part in (line.bundle_name, line.name, line.variant_name) if part)


def _path(call: Call[None, None], end: str = "") -> str:
    """The offer's own address, or where a form of it goes, in the language that was chosen; not escaped for markup."""
    language = call.request.query.get("lang", "")
    query = f"?lang={language}" if language in LANGUAGES else ""
    return f"/book/{quote(call.path['salon'])}/offer/{quote(call.path['token'])}{end}{query}"
