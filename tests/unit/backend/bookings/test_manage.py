"""What a client does by links: with her appointment, and with what is written to her."""

import datetime as dt

import pytest

from backend.messages.links import make_link
from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.constants import DAY
from domain.wire.base import decode
from domain.wire.booking import CancelBooking, Confirmed, Managed, ManagedTimesQuery, Reschedule, Times
from domain.wire.problems import Problem
from domain.wire.rows import AppointmentRow, ClientRow
from tests.support.salon import NOON, Salon, Visitor
from tests.support.server import PUBLIC_URL

LATER = NOON.replace(hour=15)


def booked(salon: Salon, name: str = "Mara") -> tuple[Visitor, Confirmed, str]:
    """A client, her appointment, and the path of its link."""
    visitor = salon.visitor(name)
    confirmed = salon.confirm(visitor, salon.review(visitor).draft_id)
    return visitor, confirmed, "/v1" + confirmed.manage.removeprefix(PUBLIC_URL)


@pytest.mark.row("N24", "S2")
def test_a_client_moves_her_appointment_by_its_link(salon: Salon) -> None:
    _mara, confirmed, link = booked(salon)
    assert salon.mentions(link.rpartition("/")[2]) == set()
    seen = salon.ask(Managed, "GET", link)
    assert (seen.start, seen.status, seen.may_change) == (NOON, "booked", True)
    times = salon.ask(Times, "POST", f"{link}/times", ManagedTimesQuery(NOON.date(), 1))
    assert NOON.time() in times.days[0].starts  # its own time does not stand in its way
    for _ in range(2):
        moved = salon.ask(Managed, "POST", f"{link}/move", Reschedule(NOON, LATER))
        assert (moved.start, moved.status) == (LATER, "booked")
    (row,) = salon.feed("olga", AppointmentRow)
    assert (row.id, row.start, row.previous_start) == (confirmed.appointment_id, LATER, NOON)
    assert salon.events(f"appointment:{row.id}")[-1] == ("appointment.moved", f"client:{row.client_id}")
    stale = salon.request("POST", f"{link}/cancel", CancelBooking(NOON))
    assert (stale.status, decode(stale.body, Problem).type) == (409, "appointment_changed")


@pytest.mark.row("B2", "N24")
def test_a_time_that_is_taken_is_refused_with_others(salon: Salon) -> None:
    _mara, _confirmed, link = booked(salon)
    nora = salon.visitor("Nora")
    salon.confirm(nora, salon.review(nora, start=LATER).draft_id)
    taken = salon.request("POST", f"{link}/move", Reschedule(NOON, LATER))
    wrong = decode(taken.body, Problem)
    assert (taken.status, wrong.type, len(wrong.alternatives)) == (409, "slot_taken", 3)
    past = salon.request("POST", f"{link}/move", Reschedule(NOON, NOON - dt.timedelta(days=400)))
    assert past.status == 422
    assert salon.ask(Managed, "GET", link).start == NOON


@pytest.mark.row("B22", "N24")
def test_a_client_cancels_until_it_begins_and_no_longer(salon: Salon) -> None:
    _mara, _confirmed, link = booked(salon)
    for _ in range(2):
        assert salon.ask(Managed, "POST", f"{link}/cancel", CancelBooking(NOON)).status == "cancelled"
    refused = salon.request("POST", f"{link}/move", Reschedule(NOON, LATER))
    assert decode(refused.body, Problem).type == "appointment_over"
    (row,) = salon.feed("olga", AppointmentRow)
    assert (row.status, row.cancel_reason) == ("cancelled", "client_asked")


@pytest.mark.row("N24")
def test_what_has_begun_is_not_changed_by_its_client(salon: Salon) -> None:
    _mara, _confirmed, link = booked(salon)
    salon.advance(2 * DAY)
    assert salon.ask(Managed, "GET", link).may_change is False
    for path, body in (("move", Reschedule(NOON, LATER + dt.timedelta(days=3))), ("cancel", CancelBooking(NOON))):
        refused = salon.request("POST", f"{link}/{path}", body)
        assert (refused.status, decode(refused.body, Problem).type) == (409, "appointment_over")


@pytest.mark.row("S2")
def test_links_of_others_and_for_other_things_open_nothing(salon: Salon) -> None:
    _mara, _confirmed, link = booked(salon)
    elsewhere = salon.beside("elsewhere")
    for wrong in (
        link.replace("/manage/", "/resume/"),
        link.replace(salon.slug, "elsewhere"),
        link[:-1],
        link + "A" * 99,
    ):
        assert salon.request("GET", wrong).status == 404
    elsewhere.app.close()


def preferences(salon: Salon, client_id: str) -> str:
    with salon.database.write() as unit:
        return make_link(unit, "", salon.slug, salon.business_id, "preferences", f"client:{client_id}")


def post(salon: Salon, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Response:
    request = Request("POST", path, headers={"content-type": kind}, body=body)
    return dispatch(salon.app.routes, salon.app.services, request)


@pytest.mark.row("B20", "S5")
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_one_click_in_a_mail_program_ends_mails_and_nothing_else(salon: Salon, kind: str) -> None:
    mara, _confirmed, _link = booked(salon)
    path = preferences(salon, mara.client.id)
    assert salon.request("GET", path).status == 200
    assert opted_out(salon, mara) == ()
    whole = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    body = b"List-Unsubscribe=One-Click" if "url" in kind else whole
    for _ in range(2):
        assert post(salon, path, body, kind).status == 200
        assert opted_out(salon, mara) == ("email",)
    assert post(salon, path, b"email=on").status == 200
    assert opted_out(salon, mara) == ("sms",)


def opted_out(salon: Salon, visitor: Visitor) -> tuple[str, ...]:
    return next(row for row in salon.feed("olga", ClientRow) if row.id == visitor.client.id).opted_out
