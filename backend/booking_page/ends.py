"""Pages on which a way ends: no such salon, or a link that leads on no more."""

from html import escape

from backend.access.queries import Business
from backend.web.pages import Page, answer
from backend.web.route import Request, Response
from backend.web.texts import texts_of
from domain.wire.problems import Problem


def unknown_page(request: Request) -> Response:
    """There is no salon at this address."""
    texts = texts_of(request)
    said = texts.html("Please check the address, or ask the salon for it.")
    return answer(request, 404, Page(texts.tr("There is no salon here"), f"<p>{said}</p>"))


def gone_page(request: Request, salon: Business, wrong: Problem) -> Response:
    """The link is foreign or dead, or what it led to was booked. A new beginning is offered (row B9)."""
    texts = texts_of(request)
    booked = wrong.type == "draft_converted"
    title = texts.tr("This booking is complete") if booked else texts.tr("This link does not work any more")
    about = (
        texts.html("There is nothing left to do.")
        if booked
        else texts.html("What it led to is not there any more. You can start again.")
    )
    again = f'<a class="button main" href="/book/{escape(salon.slug)}">{texts.html("Start a new booking")}</a>'
    return answer(request, wrong.status, Page(title, f"<p>{about}</p><p>{again}</p>", over=salon.name))
