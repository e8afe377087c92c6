"""The page behind an offer's link: looking changes nothing, two buttons do, and whatever is over says so (row N10)."""

import pytest

from backend.web.route import Response
from domain.appointments import Status
from domain.wire.actions import ChangeAppointment
from domain.wire.automations import SaveAutomation
from domain.wire.rows import AppointmentRow
from tests.support.offers import booked, by_hand, cancel, done, links, offers, set_way, stands, waits
from tests.support.salon import NOON, Salon


def page(response: Response, status: int = 200) -> str:
    assert response.status == status, response.body
    assert response.content_type.startswith("text/html")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    return response.body.decode()


def sent_on(salon: Salon, method: str, path: str, status: int = 200) -> str:
    """The page that an answer to `method` leads on to."""
    response = salon.request(method, path)
    assert response.status == 303, response.body
    return page(salon.request("GET", response.headers["location"]), status)


@pytest.mark.row("N10", "S6")
def test_the_page_asks_and_only_its_button_books(salon: Salon) -> None:
    waits(salon, "w-1", salon.visitor("<b>Mara</b>", "w-1@example.org"))
    done(by_hand(salon, "w-1"))
    path = links(salon)["w-1@example.org"]
    for _ in range(2):
        text = page(salon.request("GET", path))
        assert "A time has come free for you" in text
        assert "We are holding this time for you until 08:30." in text
        assert "Tuesday 3 March 2026, 12:00" in text or "Tuesday, 3 March 2026, 12:00" in text
        assert f'action="{path}/accept"' in text
    assert stands(salon) == {"w-1": "open"}
    assert "It is yours" in sent_on(salon, "POST", f"{path}/accept")
    assert len(salon.feed("rita", AppointmentRow)) == 1
    assert "It is yours" in sent_on(salon, "POST", f"{path}/accept")
    assert "It is yours" in page(salon.request("GET", path))
    assert "Er gehört Ihnen" in sent_on(salon, "GET", f"{path}/accept?lang=de")


@pytest.mark.row("N10", "N20")
def test_an_accepted_time_that_was_cancelled_is_not_hers_any_more(salon: Salon) -> None:
    waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    path = links(salon)["w-1@example.org"]
    assert "It is yours" in sent_on(salon, "POST", f"{path}/accept")
    (booked_row,) = salon.feed("rita", AppointmentRow)
    cancel(salon, booked_row)
    for text in (page(salon.request("GET", path)), sent_on(salon, "POST", f"{path}/accept")):
        assert "Your appointment is cancelled." in text
        assert "It is yours" not in text
        assert "We expect you" not in text


@pytest.mark.row("N10")
def test_what_is_over_says_so_and_names_other_times(salon: Salon) -> None:
    waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    path = links(salon)["w-1@example.org"]
    assert "You have declined" in sent_on(salon, "POST", f"{path}/decline", 410)
    assert "You have declined" in page(salon.request("GET", path), 410)
    for end in ("/accept", "/decline"):
        assert "You have declined" in sent_on(salon, "GET", path + end, 410)
    done(by_hand(salon, "w-1", "o-2"))
    path = links(salon)["w-1@example.org"]
    salon.clock.set(offers(salon)["w-1"].until)
    for response in (salon.request("GET", path), salon.request("POST", f"{path}/accept")):
        text = page(response, 410)
        assert "This offer is over" in text
        assert "Free near it" in text
    assert "This link does not work any more" in page(salon.request("GET", "/book/{salon}/offer/none"), 404)
    assert salon.feed("rita", AppointmentRow) == []


@pytest.mark.row("N10", "N20")
def test_who_comes_second_is_told_in_her_language(salon: Salon) -> None:
    set_way(salon, "all_at_once")
    for name in ("w-1", "w-2"):
        waits(salon, name)
    cancel(salon, booked(salon, NOON))
    salon.advance(60_000_000)
    paths = links(salon)
    asked = page(salon.request("GET", f"{paths['w-1@example.org']}?lang=de"))
    assert "Wer zuerst zusagt, bekommt diesen Termin" in asked
    assert "Wir halten" not in asked
    assert "Er gehört Ihnen" in sent_on(salon, "POST", f"{paths['w-1@example.org']}/accept?lang=de")
    text = page(salon.request("POST", f"{paths['w-2@example.org']}/accept?lang=de"), 409)
    assert "Jemand war schneller" in text
    assert 'lang="de"' in text


@pytest.mark.row("N10", "N20")
@pytest.mark.parametrize(
    ("language", "first", "held"),
    [
        ("en", "First come, first served until 08:", "holding"),
        ("de", "Wer zuerst zusagt, bekommt ihn", "halten"),
        ("es", "primera persona que la acepte", "reservamos"),
        ("fr", "première personne à répondre", "gard"),
        ("ar", "لأول من يقبله", "نحتفظ"),
    ],
)
def test_nobody_is_promised_a_hold_when_several_are_asked_at_once(
    salon: Salon, language: str, first: str, held: str
) -> None:
    set_way(salon, "all_at_once")
    for name in ("w-1", "w-2"):
        waits(salon, name, salon.visitor(name, f"{name}@example.org", language=language))
    cancel(salon, booked(salon, NOON))
    salon.advance(60_000_000)
    salon.run_due()
    said = [*(mail.text for mail in salon.email.sent), *(text.text for text in salon.sms.sent)]
    assert len(said) == 4
    assert all(first in text for text in said), said
    assert not any(held in text for text in said), said


@pytest.mark.row("N10")
def test_who_is_asked_alone_is_promised_the_time_whatever_the_way(salon: Salon) -> None:
    set_way(salon, "all_at_once")
    waits(salon, "w-1")
    cancel(salon, booked(salon, NOON))
    salon.advance(60_000_000)
    assert "We are holding this time for you until" in page(salon.request("GET", links(salon)["w-1@example.org"]))
    assert "We are holding it for you" in salon.email.sent[-1].text


@pytest.mark.row("N10", "B23")
def test_the_page_of_an_offer_does_not_confirm_what_the_salon_looks_over(salon: Salon) -> None:
    answer = salon.request("PUT", "/v1/automations/pending_approval", SaveAutomation(sms=True), salon.token("olga"))
    assert answer.status == 204
    waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    path = links(salon)["w-1@example.org"]
    for text in (sent_on(salon, "POST", f"{path}/accept"), page(salon.request("GET", path))):
        assert "We have your booking" in text
        assert "will confirm it shortly" in text
        assert "It is yours" not in text
    (row,) = salon.feed("rita", AppointmentRow)
    done(salon.act("rita", ChangeAppointment(row.id, Status.CONFIRMED, row.status, row.start)))
    assert "It is yours" in page(salon.request("GET", path))
