"""The booking page's one document: all of its steps, and what its scripts need to know, in the reader's language."""

from functools import cache
from pathlib import Path

from backend.access.queries import Business
from backend.booking_page.steps import banner, steps
from backend.booking_page.words import words
from backend.web.pages import HEADERS, Page, document
from backend.web.route import Request, Response
from backend.web.static import Assets, compressed
from backend.web.texts import texts_of
from domain.wire.base import encode
from domain.wire.booking import SalonCatalogue

BOOKING = Assets(Path(__file__).with_name("static"))
_MODULES = (
    *("book.js", "api.js", "choice.js", "countdown.js", "note.js", "page.js", "review.js", "say.js"),
    *("services.js", "signin.js", "stage.js", "times.js"),
)
"""The first is run, and imports the others: they are named so that all are asked for at once."""


def modules(first: str, needed: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of a script and of those that it imports."""
    return tuple(BOOKING.address(name) for name in (first, *needed))


def booking_document(
    request: Request, salon: Business, sold: SalonCatalogue, token: str | None, *, approves: bool
) -> Response:
    """The page, which begins at Review with the `token` of a resume link. Packed only when it holds no secret.

    `approves`: the salon looks over what is booked, and the page promises no more than that.
    """
    texts, address = texts_of(request), f"/book/{salon.slug}"
    codes = calling_codes()
    known = {"slug": salon.slug, "salon": sold, "resume": token, "codes": codes, "words": words(texts)}
    page = Page(
        texts.tr("Review & book") if token else texts.tr("Choose services"),
        steps(texts, sold, address, approves=approves) + given(known),
        over=salon.name,
        top=banner(texts),
        modules=modules(_MODULES[0], _MODULES[1:]),
        styles=(BOOKING.address("book.css"),),
        head=NO_SCRIPT,
    )
    written = document(request, page)
    if token:
        return Response(200, written, "text/html; charset=utf-8", HEADERS)
    return compressed(request.headers.get("accept-encoding", ""), written, "text/html; charset=utf-8", HEADERS)


def given(known: dict[str, object]) -> str:
    """What the scripts read. It is no script itself: `<` is written so that no text can end it."""
    return (
        f'<script type="application/json" id="given">{encode(known).decode().replace("<", chr(92) + "u003c")}</script>'
    )


NO_SCRIPT = f'<noscript><link rel="stylesheet" href="{BOOKING.address("noscript.css")}"></noscript>'


@cache
def calling_codes() -> dict[str, int]:
    """By region (ISO 3166), what an international number begins with."""
    from phonenumbers import SUPPORTED_REGIONS, country_code_for_region  # noqa: PLC0415 - most pages do without

    return {region: country_code_for_region(region) for region in sorted(SUPPORTED_REGIONS)}
