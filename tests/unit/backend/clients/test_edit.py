"""Correcting clients from several desks: every card follows, and nobody writes over what she has not seen (row N23)."""

import datetime as dt
from typing import Any

import pytest

from domain.constants import REVIEW_SESSION
from domain.wire.actions import (
    AddWaitlistEntry,
    BookAppointment,
    Choice,
    CreateClient,
    Done,
    Refusal,
    Refused,
    WishedWindow,
)
from domain.wire.booking import ClientSession, CodeRequest, CodeVerification
from domain.wire.clients import ClientFields, EditClient, LookAtClient
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow, WaitlistEntryRow
from tests.support.salon import ANA, CUT, NOON, SHORT, Salon, Visitor

pytestmark = pytest.mark.row("N23")
WINDOW = (WishedWindow(NOON.date(), dt.time(11), dt.time(15)),)


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.refusal


def edited(salon: Salon, client_id: str, was: dict[str, Any], who: str = "rita", **to: Any) -> object:
    return salon.act(who, EditClient(client_id, salon.north, ClientFields(**to), ClientFields(**was)))


def on_file(salon: Salon, client_id: str = "c-1", **values: Any) -> ClientRow:
    """Somebody whom Rita puts on file."""
    assert isinstance(salon.act("rita", CreateClient(client_id, salon.north, "Mara Berg", **values)), Done)
    return row(salon, client_id)


def row(salon: Salon, client_id: str) -> ClientRow:
    return next(row for row in salon.feed("rita", ClientRow) if row.id == client_id)


def everywhere(salon: Salon, visitor: Visitor) -> None:
    """She has an appointment, an incomplete booking and waits for another time."""
    booked = BookAppointment("app-1", salon.north, visitor.id, (Choice(CUT, SHORT, team_member_id=ANA),), NOON)
    assert isinstance(salon.act("rita", booked), Done)
    assert isinstance(
        salon.act("rita", AddWaitlistEntry("w-1", salon.north, visitor.id, (Choice(CUT, SHORT),), WINDOW)), Done
    )
    salon.abandon(visitor, start=None)


def test_whoever_is_put_on_file_keeps_all_that_was_typed(salon: Salon) -> None:
    made = on_file(salon, phone="030 1234567", language="pt-BR", wants_sms=False, notes=" Quiet\nchair\x07 ")
    assert made == ClientRow(
        "c-1", "Mara Berg", "+49301234567", language="pt-BR", wants_sms=False, notes="Quiet\nchair"
    )


def test_every_card_follows_a_new_name_and_number(salon: Salon) -> None:
    mara = salon.visitor()
    everywhere(salon, mara)
    was = {"name": "Mara Öztürk", "phone": mara.client.phone, "wants_sms": True}
    assert isinstance(edited(salon, mara.id, was, name=" Mara\nBerg ", phone="030 1234567", wants_sms=False), Done)
    client = row(salon, mara.id)
    assert (client.name, client.phone, client.wants_sms, client.email) == (
        "Mara Berg",
        "+49301234567",
        False,
        "mara@example.org",
    )
    (draft,), (entry,) = salon.feed("rita", DraftRow), salon.feed("rita", WaitlistEntryRow)
    (booked,) = salon.feed("rita", AppointmentRow)
    assert {draft.client_name, entry.client_name, booked.client_name} == {"Mara Berg"}
    assert {draft.phone, entry.phone} == {"+49301234567"}
    assert ("client.edited", f"person:{salon.person_id('rita')}") in salon.events(f"client:{mara.id}")


def test_two_desks_that_change_different_fields_both_win(salon: Salon) -> None:
    on_file(salon, email="mara@example.org")
    assert isinstance(edited(salon, "c-1", {"notes": ""}, notes="Quiet chair"), Done)
    assert isinstance(edited(salon, "c-1", {"email": "mara@example.org"}, who="sam", email=" m@example.com"), Done)
    client = row(salon, "c-1")
    assert (client.notes, client.email) == ("Quiet chair", "m@example.com")


def test_the_second_to_change_a_field_is_refused_with_its_name_and_nothing_of_hers_is_written(salon: Salon) -> None:
    on_file(salon)
    edited(salon, "c-1", {"phone": None}, phone="030 1234567")
    told = refused(edited(salon, "c-1", {"phone": None, "notes": ""}, who="sam", phone="030 7654321", notes="x"))
    assert (told.code, told.field) == ("client_changed", "$.payload.to.phone")
    client = row(salon, "c-1")
    assert (client.phone, client.notes) == ("+49301234567", "")
    seen = {"phone": "+49301234567"}
    assert isinstance(edited(salon, "c-1", seen, who="sam", phone="030 7654321"), Done)


def test_the_same_value_from_two_desks_is_no_conflict(salon: Salon) -> None:
    on_file(salon)
    for who in ("rita", "sam"):
        assert isinstance(edited(salon, "c-1", {"language": "en"}, who=who, language="tr"), Done)
    assert [event for event, _ in salon.events("client:c-1")].count("client.edited") == 1


@pytest.mark.parametrize(
    ("to", "was", "code", "field"),
    [
        ({"name": "  "}, {"name": "Mara Berg"}, "name_needed", "$.payload.to.name"),
        ({"phone": "call me"}, {"phone": None}, "not_a_phone", "$.payload.to.phone"),
        ({"email": "at home"}, {"email": None}, "not_an_email", "$.payload.to.email"),
        ({"notes": "x"}, {}, "invalid", "$.payload.was.notes"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_at_fault(
    salon: Salon, to: dict[str, Any], was: dict[str, Any], code: str, field: str
) -> None:
    on_file(salon)
    told = refused(edited(salon, "c-1", was, **to))
    assert (told.code, told.field) == (code, field)


def test_a_number_of_somebody_else_says_whose_it_is(salon: Salon) -> None:
    on_file(salon, "c-1", phone="030 1234567")
    on_file(salon, "c-2")
    told = refused(edited(salon, "c-2", {"phone": None}, phone="+49 30 1234567"))
    assert (told.code, told.client_id) == ("client_known", "c-1")


@pytest.mark.row("N23", "S10")
def test_a_look_at_a_card_leaves_a_trace(salon: Salon) -> None:
    on_file(salon)
    assert isinstance(salon.act("rita", LookAtClient("c-1")), Done)
    assert salon.events("client:c-1")[-1] == ("client.looked_at", f"person:{salon.person_id('rita')}")
    assert refused(salon.act("tom", LookAtClient("c-1"))).code == "not_permitted"
    assert refused(salon.act("rita", LookAtClient("nobody"))).code == "client_unknown"


@pytest.mark.row("N23", "B12", "B21")
def test_an_address_that_a_client_adds_herself_reaches_every_card(salon: Salon) -> None:
    mara = salon.visitor(email=None)
    everywhere(salon, mara)
    salon.ask(object, "POST", "/v1/book/{salon}/codes", CodeRequest(mara.client.phone or ""))
    salon.run_due()
    code = "".join(filter(str.isdigit, salon.sms.sent[-1].text))[:6]
    asked = CodeVerification(mara.client.phone or "", code, email="mara@example.org")
    salon.ask(ClientSession, "POST", "/v1/book/{salon}/sessions", asked)
    (entry,), (draft,) = salon.feed("rita", WaitlistEntryRow), salon.feed("rita", DraftRow)
    assert {row(salon, mara.id).email, entry.email, draft.email} == {"mara@example.org"}


@pytest.mark.row("B1", "B4")
def test_of_somebody_who_only_signed_in_nothing_reaches_a_desk(salon: Salon) -> None:
    mara = salon.visitor(email=None)
    salon.review(mara)
    before = salon.number()
    salon.ask(object, "POST", "/v1/book/{salon}/codes", CodeRequest(mara.client.phone or ""))
    salon.run_due()
    code = "".join(filter(str.isdigit, salon.sms.sent[-1].text))[:6]
    asked = CodeVerification(mara.client.phone or "", code, email="mara@example.org")
    salon.ask(ClientSession, "POST", "/v1/book/{salon}/sessions", asked)
    assert salon.number() == before
    salon.advance(REVIEW_SESSION)
    assert row(salon, mara.id).email == "mara@example.org"
