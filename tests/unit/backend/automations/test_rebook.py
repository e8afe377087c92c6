"""The message some weeks after somebody's last visit (rows B23, N11)."""

import datetime as dt

import pytest

from domain.appointments import Status
from domain.constants import DAY
from domain.wire.automations import WishedTiming
from domain.wire.clients import MergeClients
from tests.support.salon import Salon
from tests.support.server import PUBLIC_URL
from tests.unit.backend.automations.words import NOON, book, done, set_status, switch, texts

pytestmark = pytest.mark.row("B23")


def test_it_comes_six_weeks_after_the_last_visit_in_the_morning(salon: Salon) -> None:
    switch(salon, "rebook")
    book(salon, salon.visitor())
    salon.advance(43 * DAY)
    assert texts(salon) == []
    salon.advance(2 * DAY)
    (text,) = texts(salon)
    assert f"{PUBLIC_URL}/book/{salon.slug}" in text
    salon.advance(100 * DAY)
    assert len(texts(salon)) == 1


def test_who_comes_again_is_reminded_after_that(salon: Salon) -> None:
    switch(salon, "rebook", sms=True, timing=WishedTiming("after", 7, "days", dt.time(10)))
    mara = salon.visitor()
    book(salon, mara)
    salon.advance(5 * DAY)
    book(salon, mara, NOON + dt.timedelta(days=14), "app-2")
    salon.advance(10 * DAY)
    assert texts(salon) == []
    salon.advance(20 * DAY)
    assert len(texts(salon)) == 1


def test_a_visit_that_never_was_does_not_count(salon: Salon) -> None:
    switch(salon, "rebook")
    book(salon, salon.visitor())
    set_status(salon, Status.CANCELLED)
    salon.advance(60 * DAY)
    assert salon.sms.calls == []


def test_it_is_planned_for_those_whose_time_is_still_to_come_when_it_is_switched_on(salon: Salon) -> None:
    mara, jana = salon.visitor(), salon.visitor("Jana", "jana@example.org")
    book(salon, mara)
    salon.advance(50 * DAY)
    book(salon, jana, NOON + dt.timedelta(days=55), "app-2")
    switch(salon, "rebook")
    salon.advance(120 * DAY)
    assert [message.to for message in salon.sms.sent] == [jana.client.phone]


def test_a_client_who_is_merged_is_reminded_once_and_of_her_last_visit(salon: Salon) -> None:
    switch(salon, "rebook")
    mara, twin = salon.visitor(), salon.visitor("Mara", "m@example.org")
    book(salon, mara)
    book(salon, twin, NOON + dt.timedelta(days=3), "app-2")
    done(salon, MergeClients(mara.id, twin.id))
    salon.advance(60 * DAY)
    assert [message.to for message in salon.sms.sent] == [mara.client.phone]
