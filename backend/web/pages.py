"""The frame of every page: a whole document with its headers, in the language of whoever opens it.

Nothing but files of our own may load, nothing may run but our own modules, and no other page may hold it (S6). What
stands between secrets in addresses and the world is here too: they are neither passed on nor kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from backend.web.route import Request, Response
from backend.web.static import FRAME
from backend.web.texts import Texts, texts_of
from domain.languages import FROM_RIGHT, LANGUAGES

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Page:
    """What a page is made of.

    `title` and `over`, the quiet line above it, are plain text; `body` is markup, and so is `top`, which reaches from
    edge to edge above all. `modules` are addresses of our own scripts, the first of which is run.
    """

    title: str
    body: str
    over: str = ""
    top: str = ""
    modules: Sequence[str] = ()
    styles: Sequence[str] = ()
    head: str = ""
    """Markup."""


def document(request: Request, page: Page) -> bytes:
    """The whole document."""
    texts = texts_of(request)
    over = f'<p class="over">{escape(page.over)}</p>' if page.over else ""
    heading = f'<header class="heading">{over}<h1 id="title" tabindex="-1">{escape(page.title)}</h1></header>'
    foot = _languages(texts)
    text = (
        f'<!doctype html><html lang="{texts.code}" dir="{texts.direction}" '
        f'data-locale="{texts.locale.replace("_", "-")}">'
        f"<head>{_head(page)}</head><body>{page.top}<main>{heading}{page.body}</main>{foot}</body></html>"
    )
    return text.encode()


def answer(request: Request, status: int, page: Page) -> Response:
    """The document as an answer of its own for this request."""
    return Response(status, document(request, page), "text/html; charset=utf-8", HEADERS)


def button(label: str, *, quiet: bool = False) -> str:
    """The button that sends a form; `label` is plain text."""
    return f'<button class="{"quiet" if quiet else "main"}">{escape(label)}</button>'


def _head(page: Page) -> str:
    sheets = "".join(
        f'<link rel="stylesheet" href="{escape(sheet)}">' for sheet in (FRAME.address("frame.css"), *page.styles)
    )
    loaded = "".join(f'<link rel="modulepreload" href="{escape(one)}">' for one in page.modules[1:])
    run = f'<script type="module" src="{escape(page.modules[0])}"></script>' if page.modules else ""
    title = " - ".join(part for part in (page.title, page.over) if part)
    return (
        f'<meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="{FRAME.address("icon.svg")}">{sheets}{page.head}{loaded}{run}'
    )


def _languages(texts: Texts) -> str:
    """Links to the same page in the other languages, each by its own name."""
    links = "".join(f"<li>{_link(code, name, current=code == texts.code)}</li>" for code, name in LANGUAGES.items())
    return f'<footer><nav aria-label="{escape(texts.tr("Language"))}"><ul class="languages">{links}</ul></nav></footer>'


def _link(code: str, name: str, *, current: bool) -> str:
    direction = "rtl" if code in FROM_RIGHT else "ltr"
    marked = ' aria-current="true"' if current else ""
    return f'<a href="?lang={code}" hreflang="{code}" lang="{code}" dir="{direction}"{marked}>{escape(name)}</a>'
