"""Messages about appointments that did not reach their client, as staff are told (rows B23, N13)."""

import datetime as dt

import pytest

from backend.channels.port import Accepted, Rejected
from backend.web.dispatch import dispatch
from domain.appointments import Status
from domain.constants import DAY, HOUR
from domain.reasons import Reason
from domain.times import instant
from domain.wire.automations import FailedMessageRow
from domain.wire.clients import EraseClient
from tests.support.hooks import report_form, signed
from tests.support.salon import Salon, Visitor
from tests.support.server import PUBLIC_URL, ZONE
from tests.unit.backend.automations.words import NOON, book, done, move, set_status, switch

pytestmark = pytest.mark.row("B23", "N13")
SID = "SM1"


def failed(salon: Salon, who: str = "rita") -> list[FailedMessageRow]:
    return salon.feed(who, FailedMessageRow)


def report(salon: Salon, message_id: str, status: str, code: int = 0) -> None:
    path = f"/v1/hooks/twilio/status/{salon.slug}/{message_id}"
    asked = signed(PUBLIC_URL, path, report_form(SID, status, code))
    assert dispatch(salon.app.routes, salon.app.services, asked).status == 200


def confirmed_to_a_landline(salon: Salon) -> tuple[Visitor, FailedMessageRow]:
    """Staff booked and confirmed; the text was taken, and then it turned out to be a landline."""
    switch(salon, "confirmed")
    mara = salon.visitor()
    book(salon, mara)
    salon.sms.answers.append(Accepted(SID))
    set_status(salon, Status.CONFIRMED)
    salon.run_due()
    assert failed(salon) == []
    report(salon, salon.sms.calls[-1].id, "undelivered", 30006)
    (row,) = failed(salon)
    return mara, row


def test_a_text_to_a_landline_is_told_of_at_its_appointment_and_rings(salon: Salon) -> None:
    _, row = confirmed_to_a_landline(salon)
    assert (row.appointment_id, row.location_id, row.at) == ("app-1", salon.north, salon.clock.now())
    assert (row.automation, row.channel, row.reason) == ("confirmed", "sms", Reason.NO_TEXTS)
    assert failed(salon, "sam") == []  # who works at the other location
    report(salon, row.id, "undelivered", 30006)
    assert failed(salon) == [row]


def test_so_is_what_the_provider_refuses_at_once_by_either_channel(salon: Salon) -> None:
    switch(salon, "upcoming_first", sms=True, email=True)
    for channel in (salon.sms, salon.email):
        channel.answers.append(Rejected(Reason.BAD_ADDRESS))
    book(salon, salon.visitor())
    salon.advance(instant(NOON, ZONE) - DAY - salon.clock.now())
    assert {(row.automation, row.channel, row.reason) for row in failed(salon)} == {
        ("upcoming_first", "sms", Reason.BAD_ADDRESS),
        ("upcoming_first", "email", Reason.BAD_ADDRESS),
    }


def test_one_that_arrives_after_all_is_not_told_of_any_more(salon: Salon) -> None:
    _, row = confirmed_to_a_landline(salon)
    report(salon, row.id, "delivered")
    assert (failed(salon), salon.count_due("forget_failed_message")) == ([], 0)


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_at_another_time_what_failed_before_is_of_no_use(salon: Salon, what: str) -> None:
    confirmed_to_a_landline(salon)
    if what == "moved":
        move(salon, NOON + dt.timedelta(hours=2))
    else:
        set_status(salon, Status.CANCELLED)
    assert (failed(salon), salon.count_due("forget_failed_message")) == ([], 0)


def test_that_she_did_not_hear_of_the_move_itself_is_told(salon: Salon) -> None:
    confirmed_to_a_landline(salon)
    switch(salon, "rescheduled")
    salon.sms.answers.append(Rejected(Reason.NO_TEXTS))
    move(salon, NOON + dt.timedelta(hours=2))
    salon.run_due()
    assert [row.automation for row in failed(salon)] == ["rescheduled"]


def test_it_is_told_until_a_day_after_the_appointment(salon: Salon) -> None:
    confirmed_to_a_landline(salon)
    salon.advance(instant(NOON, ZONE) + DAY - HOUR - salon.clock.now())
    assert len(failed(salon)) == 1
    salon.advance(HOUR)
    assert failed(salon) == []


@pytest.mark.row("N23", "S3")
def test_it_goes_with_its_client(salon: Salon) -> None:
    mara, row = confirmed_to_a_landline(salon)
    done(salon, EraseClient(mara.id), "olga")
    assert (failed(salon), salon.count_due("forget_failed_message")) == ([], 0)
    report(salon, row.id, "undelivered", 30006)
    assert failed(salon) == []
