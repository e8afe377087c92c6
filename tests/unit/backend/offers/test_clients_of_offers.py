"""What happens to a client happens to her offers: stopped, merged, renamed (rows N10, N23, B20)."""

import msgspec
import pytest

from backend.clients.queries import Client, find_client
from backend.messages.opting import mark_opted_out
from domain.reasons import Reason
from domain.wire.actions import CreateClient
from domain.wire.clients import ClientExport, ClientFields, EditClient, EraseClient, MergeClients
from domain.wire.rows import Channel
from tests.support.offers import accepted, answer, booked, by_hand, cancel, done, holds, offers, set_way, stands, waits
from tests.support.salon import CUT, NOON, Salon, Visitor
from tests.support.server import ZONE

MINUTE = 60_000_000


def stop(salon: Salon, visitor: Visitor, *channels: Channel) -> None:
    """She wants no more messages on these."""
    for channel in channels:
        with salon.database.write() as unit:
            found = find_client(unit, salon.business_id, visitor.id)
            assert isinstance(found, Client)
            assert mark_opted_out(unit, found, channel)


@pytest.mark.row("N10", "B20", "S5")
def test_who_says_stop_on_every_channel_is_asked_no_more_and_the_next_is(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    first = waits(salon, "w-1")
    salon.advance(MINUTE)
    waits(salon, "w-2")
    cancel(salon, booked(salon))
    salon.advance(MINUTE)
    stop(salon, first, "sms")
    assert stands(salon) == {"w-1": "open"}  # she can answer the mail still
    stop(salon, first, "email")
    assert stands(salon) == {"w-1": "withdrawn", "w-2": "open"}
    assert offers(salon)["w-1"].reason == Reason.OPTED_OUT
    assert answer(salon, "w-1").status == 410


@pytest.mark.row("N10", "N23")
def test_two_clients_who_are_one_have_the_offer_and_its_time(salon: Salon) -> None:
    waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    done(salon.act("rita", CreateClient("c-stays", salon.north, "Stays Here", "+49 30 1234567")))
    gone = offers(salon)["w-1"].client_id
    done(salon.act("olga", MergeClients("c-stays", gone)))
    row = offers(salon)["w-1"]
    assert (row.status, row.client_id, row.client_name) == ("open", "c-stays", "Stays Here")
    assert [one.client_id for one in holds(salon)] == ["c-stays"]
    accepted(answer(salon, "w-1"))
    assert (stands(salon), holds(salon)) == ({"w-1": "accepted"}, [])


@pytest.mark.row("N10", "N23")
def test_an_offer_goes_under_the_name_that_she_has_now(salon: Salon) -> None:
    visitor = waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    was = ClientFields(name="Waiting w-1")
    edit = EditClient(visitor.id, salon.north, msgspec.structs.replace(was, name="Newly Named"), was)
    done(salon.act("olga", edit))
    assert offers(salon)["w-1"].client_name == "Newly Named"


@pytest.mark.row("N10", "N23", "S3")
def test_what_she_was_offered_is_in_her_export_and_goes_with_her(salon: Salon) -> None:
    visitor = waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    asked_at = salon.clock.now()
    stop(salon, visitor, "sms")  # the mail has gone by then, the text not
    assert answer(salon, "w-1", "decline").status == 204
    salon.advance(MINUTE)
    done(by_hand(salon, "w-1", "o-2", NOON.replace(hour=13)))
    told = salon.ask(ClientExport, "POST", f"/v1/clients/{visitor.id}/export", token=salon.token("olga"))
    first, second = told.offers
    assert (first.offered_at, first.start, first.zone) == (asked_at, NOON, ZONE)
    assert (first.status, first.channels, first.ended_at) == ("declined", ("email",), asked_at)
    assert [line.service_id for line in first.lines] == [CUT]
    assert (second.status, second.start, second.ended_at) == ("open", NOON.replace(hour=13), None)
    assert {event.event for event in told.events} >= {"offer.made", "offer.declined"}
    done(salon.act("olga", EraseClient(visitor.id)))
    assert {salon.count(table) for table in ("offers", "offer_notices", "messages", "busy")} == {0}
    assert (offers(salon), holds(salon), salon.events("offer:o-1"), salon.events("offer:o-2")) == ({}, [], [], [])
    assert salon.count_due("offer_deadline") + salon.count_due("forget_offer") == 0
