"""The frame of pages: its language, what it lets load, and files that a browser asks for once."""

import gzip
from datetime import datetime
from pathlib import Path

import pytest

from backend.web.dispatch import dispatch
from backend.web.pages import Page, answer
from backend.web.route import Request
from backend.web.static import FRAME, Assets
from backend.web.texts import Texts, texts_of
from domain.wire.base import Money
from tests.support.salon import Salon


def asked(header: str = "", lang: str = "") -> Texts:
    return texts_of(Request("GET", "/", {"lang": lang} if lang else {}, {"accept-language": header}))


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("header", "lang", "code", "locale"),
    [
        ("", "", "en", "en_GB"),
        ("de-AT,de;q=0.9,en;q=0.8", "", "de", "de_AT"),
        ("it;q=0.9, es;q=0.5, fr;q=0.8", "", "fr", "fr"),
        ("de;q=0, es;q=nothing, en-US;q=0.1", "", "en", "en_US"),
        ("de", "ar", "ar", "ar"),
        ("de", "tlh", "de", "de"),
        ("de-ZZ", "", "de", "de"),
        ("zh-Hans,*;q=0.5", "", "en", "en_GB"),
    ],
)
def test_a_page_speaks_as_its_reader_asks(header: str, lang: str, code: str, locale: str) -> None:
    texts = asked(header, lang)
    assert (texts.code, texts.locale) == (code, locale)


@pytest.mark.row("N20")
def test_amounts_and_times_are_written_as_there() -> None:
    start = datetime(2026, 11, 20, 14, 30)
    assert asked("de").money(Money(8600, "EUR")).replace("\xa0", " ") == "86 €"
    assert asked("en").money(Money(8650, "EUR")) == "€86.50"
    assert asked("fr").money(Money(500, "JPY")).replace("\xa0", " ") == "500 JPY"
    assert "20. November 2026" in asked("de").moment(start)
    assert asked("en").moment(start) == "Friday, 20 November 2026, 14:30"


@pytest.mark.row("N20", "S6")
def test_what_people_wrote_is_text_and_keeps_its_place() -> None:
    page = Page("<b>Mara</b>", "<p>body</p>", over='Salon "&"')
    response = answer(Request("GET", "/", {"lang": "ar"}), 200, page)
    body = response.body.decode()
    assert '<html lang="ar" dir="rtl" data-locale="ar">' in body
    assert "<b>" not in body
    assert "Salon &quot;&amp;&quot;" in body
    assert 'href="?lang=de"' in body
    assert asked(lang="ar").tr("Welcome, {name}", name="Mara").endswith("\u2068Mara\u2069")


@pytest.mark.row("S6")
def test_nothing_but_our_own_may_run_or_load() -> None:
    policy = answer(Request("GET", "/"), 200, Page("t", "")).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")


def test_a_browser_asks_once_for_a_file_and_another_version_does_not_keep_it(salon: Salon) -> None:
    address = FRAME.address("frame.css")
    first = salon.request("GET", address)
    assert (first.status, first.content_type) == (200, "text/css; charset=utf-8")
    assert "immutable" in first.headers["cache-control"]
    other = salon.request("GET", address.replace(FRAME.version, "0123456789abcdef"))
    assert (other.body, other.headers["cache-control"]) == (first.body, "no-cache")
    assert salon.request("GET", f"{address}?utm_source=x").body == first.body
    for path in ("/static/x/nothing.css", "/static/x/..%2fpages.py", "/static/x/pages.py"):
        assert salon.request("GET", path).status == 404


def test_a_file_is_packed_for_whoever_takes_it_packed(salon: Salon) -> None:
    request = Request("GET", FRAME.address("frame.css"), headers={"accept-encoding": "gzip, br"})
    packed = dispatch(salon.app.routes, salon.app.services, request)
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == FRAME.files["frame.css"]
    assert len(packed.body) < len(FRAME.files["frame.css"]) / 2


def test_a_version_is_what_is_in_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no", encoding="utf-8")
    before = Assets(tmp_path)
    assert set(before.files) == {"a.js"}
    (tmp_path / "a.js").write_text("2", encoding="utf-8")
    assert Assets(tmp_path).version != before.version
    with pytest.raises(KeyError):
        before.address("b.js")
