"""The resume link and the page behind it."""

import re

import pytest

from domain.constants import DAY, MINUTE, REVIEW_SESSION
from domain.drafts import Phase
from domain.wire.actions import Choice, DismissDraft, SendReminder
from domain.wire.base import decode
from domain.wire.booking import Confirm, Confirmed, Notes, Reland, Review
from domain.wire.problems import Problem
from domain.wire.rows import AppointmentRow, DraftRow, ServiceRow
from tests.support.salon import ANA, COLOUR, CUT, LONG, NOON, Salon, eur
from tests.support.server import PUBLIC_URL


def links(salon: Salon) -> list[str]:
    """The paths of all links that went out by email, oldest first; after each comes that of what may be written."""
    found = [re.findall(r"https://\S+", message.text) for message in salon.email.sent]
    assert all(
        len(urls) == 2 and "/preferences/" in urls[1] and urls[0].startswith(f"{PUBLIC_URL}/book/") for urls in found
    )
    return [urls[0].removeprefix(PUBLIC_URL) for urls in found]


def reminded(salon: Salon, draft_id: str) -> str:
    """Sends a reminder by hand; the path of its link."""
    salon.act("rita", SendReminder(draft_id))
    salon.run_due()
    return links(salon)[-1]


@pytest.mark.row("B9", "S2")
def test_a_link_shows_everything_again_and_opening_it_changes_nothing(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara, notes="Left door")
    link = reminded(salon, card.id)
    before, number = salon.card(card.id), salon.number()
    salon.advance(MINUTE)
    for _ in range(3):
        review = salon.ask(Review, "GET", f"/v1{link}")
        assert salon.request("GET", link).status == 200
    assert (review.draft_id, review.lines, review.start, review.notes) == (card.id, card.lines, NOON, "Left door")
    assert (review.phase, review.slot_free) == ("incomplete", True)
    assert (salon.card(card.id), salon.number()) == (before, number)


@pytest.mark.row("B9")
def test_landing_by_the_link_is_engagement(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    link = reminded(salon, card.id)
    salon.advance(MINUTE)
    review = salon.ask(Review, "POST", f"/v1{link}/review")
    assert (review.phase, review.expires_at) == ("reviewing", salon.clock.now() + REVIEW_SESSION)
    assert salon.feed("olga", DraftRow) == []
    salon.advance(REVIEW_SESSION)
    again = salon.card(card.id)
    assert (again.cycle, again.lines, again.start, again.notes) == (2, card.lines, NOON, card.notes)
    assert salon.ask(Review, "GET", f"/v1{link}").phase == "incomplete"


@pytest.mark.row("B9", "B19")
def test_confirming_by_the_link_books_and_ends_every_link(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    first, second = reminded(salon, card.id), reminded(salon, card.id)
    assert first != second
    response = salon.request("POST", f"/v1{first}/confirm", Confirm(card.id))
    assert response.status == 201
    assert decode(response.body, Confirmed).start == NOON
    for link in (first, second):
        gone = salon.request("GET", f"/v1{link}")
        assert (gone.status, decode(gone.body, Problem).type) == (410, "draft_converted")
        assert salon.request("POST", f"/v1{link}/review").status == 410
        assert salon.request("POST", f"/v1{link}/confirm", Confirm(card.id)).status == 410
        assert b"complete" in salon.request("GET", link).body
    assert salon.count("appointments") == 1


@pytest.mark.row("B9", "S2")
def test_a_link_is_for_its_own_draft_salon_and_time(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    other = salon.abandon(salon.visitor("Nora"), start=NOON.replace(hour=15))
    link = reminded(salon, card.id)
    assert salon.request("POST", f"/v1{link}/confirm", Confirm(other.id)).status == 404
    elsewhere = salon.beside("elsewhere")
    for wrong in (link.replace(salon.slug, "elsewhere"), link.replace(salon.slug, "none"), link[:-1], link + "A" * 200):
        assert salon.request("GET", f"/v1{wrong}").status == 404
        assert salon.request("GET", wrong).status == 404
    elsewhere.app.close()
    salon.act("rita", DismissDraft(card.id))
    assert salon.ask(Review, "GET", f"/v1{link}").phase == "dismissed"
    salon.advance(DAY)
    assert salon.request("GET", f"/v1{link}").status == 404
    assert salon.count("appointments") == 0
    assert salon.mentions(f"draft:{card.id}") == set()


@pytest.mark.row("S2")
def test_no_token_is_kept_in_the_clear(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    token = reminded(salon, card.id).rpartition("/")[2]
    assert len(token) == 22
    assert salon.mentions(token) == set()


@pytest.mark.row("B9")
def test_another_time_and_what_was_written_are_kept_by_the_link(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    link = reminded(salon, card.id)
    assert salon.request("PUT", f"/v1{link}/notes", Notes(card.id, "Late\x07 by five")).status == 204
    assert salon.card(card.id).notes == "Late by five"
    assert salon.card(card.id).engaged_at == card.engaged_at
    for wrong in (NOON.replace(year=2020), NOON.replace(second=1)):
        assert salon.request("PUT", f"/v1{link}/start", Reland(wrong)).status == 422
    later = NOON.replace(hour=15)
    review = salon.ask(Review, "PUT", f"/v1{link}/start", Reland(later))
    assert (review.phase, review.start, review.notes) == ("reviewing", later, "Late by five")
    assert salon.request("PUT", f"/v1{link}/notes", Notes("another", "x")).status == 404
    booked = salon.request("POST", f"/v1{link}/confirm", Confirm(card.id))
    assert decode(booked.body, Confirmed).start == later
    (row,) = salon.feed("olga", AppointmentRow)
    assert (row.draft_id, row.notes) == (card.id, "Late by five")


@pytest.mark.row("B1", "B4")
def test_what_a_client_writes_on_review_is_hers_and_no_engagement(salon: Salon) -> None:
    mara, nora = salon.visitor(), salon.visitor("Nora")
    draft = salon.review(mara)
    path, number = "/v1/book/{salon}/review/notes", salon.number()
    assert salon.request("PUT", path, Notes(draft.draft_id, "mine"), nora.token).status == 404
    assert salon.request("PUT", path, Notes(draft.draft_id, "mine"), mara.token).status == 204
    salon.advance(MINUTE)
    assert salon.request("PUT", path, Notes(draft.draft_id, "mine now"), mara.token).status == 204
    seen = salon.ask(Review, "GET", "/v1/book/{salon}/review", token=mara.token)
    assert (seen.notes, seen.expires_at, salon.number()) == ("mine now", draft.expires_at, number)


@pytest.mark.row("S6")
def test_the_page_runs_and_loads_nothing_whatever_people_wrote(salon: Salon) -> None:
    evil = '<script>alert("1")</script>"\'><img src=x>'
    salon.save(ServiceRow(COLOUR, evil, 60, eur(1)))
    card = salon.abandon(salon.visitor(evil), notes=evil, choices=(Choice(COLOUR, None, None, ANA),))
    page = salon.request("GET", reminded(salon, card.id))
    text = page.body.decode()
    assert evil not in text
    assert "<img" not in text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "\\u003cscript>" in text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.row("B9")
def test_the_link_goes_on_working_on_any_device_and_after_undo(salon: Salon) -> None:
    card = salon.abandon(salon.visitor(), choices=(Choice(CUT, LONG),))
    link = reminded(salon, card.id)
    for cycle in (2, 3):
        salon.ask(Review, "POST", f"/v1{link}/review")
        salon.advance(REVIEW_SESSION)
        assert (salon.card(card.id).cycle, salon.card(card.id).phase) == (cycle, Phase.INCOMPLETE)
