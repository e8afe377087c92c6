"""Choosing another time on the page behind a resume link, by the forms that are really on it."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.constants import DAY
from domain.wire.actions import BookAppointment, Done
from domain.wire.base import decode
from domain.wire.booking import Confirm
from domain.wire.problems import Problem
from domain.wire.rows import AppointmentRow
from tests.support.salon import NOON, Salon

FORM = {"content-type": "application/x-www-form-urlencoded"}
CONFIRM = re.compile(r'<form method="post" action="([^"]+/confirm)">(.*?)</form>')
STARTS = re.compile(r'<input type="radio" name="start" value="([^"]+)" required>')


def send(salon: Salon, path: str, **fields: str) -> Response:
    """A form as a browser sends it."""
    body = urlencode(fields).encode()
    return dispatch(salon.app.routes, salon.app.services, Request("POST", path, headers=FORM, body=body))


def offered(page: Response) -> tuple[str, list[str]]:
    """Where the page's form goes to, and the starts it offers."""
    (form,) = CONFIRM.findall(page.body.decode())
    return unescape(form[0]), [unescape(start) for start in STARTS.findall(form[1])]


@pytest.mark.row("B2", "B9")
def test_another_time_can_be_booked_when_the_own_one_is_taken(salon: Salon) -> None:
    mara, nora = salon.visitor(), salon.visitor("Nora")
    card = salon.abandon(mara)
    link = salon.link_by_text(card.id)
    salon.confirm(nora, salon.review(nora).draft_id)
    landed = send(salon, f"{link}/review")
    assert b"not free any more" in landed.body
    path, starts = offered(landed)
    assert (path, len(starts)) == (f"{link}/confirm", 3)
    assert offered(salon.request("GET", link)) == (path, starts)
    taken = send(salon, path)
    assert (taken.status, offered(taken)) == (409, (path, starts))
    booked = send(salon, path, start=starts[0])
    assert (booked.status, b"We expect you" in booked.body) == (200, True)
    assert send(salon, path, start=starts[0]).body == booked.body
    rows = {row.draft_id: row.start.isoformat() for row in salon.feed("olga", AppointmentRow)}
    assert rows[card.id] == starts[0]
    assert send(salon, path, start=starts[1]).status == 410


@pytest.mark.row("B9")
def test_a_time_can_be_chosen_where_none_was_or_it_is_past(salon: Salon) -> None:
    salon.keep_drafts(30)
    without = salon.link_by_text(salon.abandon(salon.visitor(), start=None).id)
    past = salon.link_by_text(salon.abandon(salon.visitor("Nora")).id)
    salon.advance(2 * DAY)
    for link in (without, past):
        path, starts = offered(salon.request("GET", link))
        assert starts > [NOON.isoformat()]
        assert send(salon, path, start=starts[0]).status == 200
    assert salon.count("appointments") == 2


@pytest.mark.row("B9")
@pytest.mark.parametrize("start", ["soon", "2026-03-03T11:00:00+01:00", "é"])
def test_what_is_no_time_is_refused(salon: Salon, start: str) -> None:
    link = salon.link_by_text(salon.abandon(salon.visitor()).id)
    assert send(salon, f"{link}/confirm", start=start).status == 422
    assert salon.count("appointments") == 0


@pytest.mark.row("B9")
def test_what_staff_booked_from_the_card_is_not_shown_by_the_link(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    link = salon.link_by_text(card.id)
    payload = BookAppointment("appointment-1", card.location_id, card.client_id, salon.wish().choices, NOON, card.id)
    assert isinstance(salon.act("rita", payload), Done)
    gone = send(salon, f"{link}/confirm")
    assert (gone.status, b"complete" in gone.body) == (410, True)


@pytest.mark.row("B2")
def test_a_past_start_is_refused_in_review_and_offers_the_next_ones_in_confirm(salon: Salon) -> None:
    mara = salon.visitor()
    wish = salon.wish(start=NOON.replace(year=2020))
    wrong = salon.request("POST", "/v1/book/{salon}/review", wish, mara.token)
    assert (wrong.status, decode(wrong.body, Problem).field) == (422, "$.start")
    confirm = Confirm(salon.review(mara).draft_id, NOON.replace(year=2020))
    refused = decode(salon.request("POST", "/v1/book/{salon}/confirm", confirm, mara.token).body, Problem)
    assert (refused.type, len(refused.alternatives)) == ("slot_unavailable", 3)
