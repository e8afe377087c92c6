"""Two clients who turn out to be one: what goes over, and what still comes for the id that is gone (row N23)."""

import datetime as dt

import pytest

from domain.constants import DAY, MINUTE
from domain.drafts import Phase
from domain.wire.actions import AddWaitlistEntry, BookAppointment, Choice, Done, SendReminder
from domain.wire.clients import ClientExport, ClientFields, ClientHeld, EditClient, MergeClients
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow, WaitlistEntryRow
from tests.support.salon import ANA, BEN, CUT, LONG, NOON, SHORT, Salon
from tests.unit.backend.clients.test_edit import WINDOW, everywhere, on_file, refused, row

pytestmark = pytest.mark.row("N23")


def test_everything_goes_to_the_one_who_stays(salon: Salon) -> None:
    mara = salon.visitor()
    everywhere(salon, mara)
    salon.act("rita", SendReminder(salon.feed("rita", DraftRow)[0].id))
    on_file(salon, "stays", phone="030 1234567")
    held = salon.ask(ClientHeld, "GET", f"/v1/clients/{mara.id}/held", token=salon.token("rita"))
    assert (held.appointments, held.coming, held.drafts, held.waitlist_entries, held.unfinished) == (1, 1, 1, 1, True)
    assert held.messages == 2
    assert isinstance(salon.act("rita", MergeClients("stays", mara.id)), Done)
    client = row(salon, "stays")
    assert (client.name, client.phone, client.email, client.visits) == (
        "Mara Berg",
        "+49301234567",
        "mara@example.org",
        1,
    )
    assert client.notes == mara.client.phone
    assert mara.id not in {one.id for one in salon.feed("rita", ClientRow)}
    (draft,), (entry,) = salon.feed("rita", DraftRow), salon.feed("rita", WaitlistEntryRow)
    (booked,) = salon.feed("rita", AppointmentRow)
    assert {(one.client_id, one.client_name) for one in (draft, entry, booked)} == {("stays", "Mara Berg")}
    assert salon.mentions(mara.id) == {"merged_clients", "events", "feed_tombstones"}
    held = salon.ask(ClientHeld, "GET", "/v1/clients/stays/held", token=salon.token("rita"))
    assert (held.appointments, held.drafts, held.waitlist_entries, held.messages) == (1, 1, 1, 2)


@pytest.mark.row("N23", "B6")
def test_of_two_active_drafts_the_one_she_was_engaged_in_last_stays(salon: Salon) -> None:
    older, newer = salon.visitor("Mara One", "one@example.org"), salon.visitor("Mara Two", "two@example.org")
    first = salon.abandon(older)
    salon.advance(5 * MINUTE)
    second = salon.abandon(newer, notes="The newer one")
    assert isinstance(salon.act("rita", MergeClients(older.id, newer.id)), Done)
    (card,) = salon.feed("rita", DraftRow)
    assert (card.id, card.client_id, card.client_name, card.phase) == (
        second.id,
        older.id,
        "Mara One",
        Phase.INCOMPLETE,
    )
    assert salon.count("drafts") == 1
    assert refused(salon.act("rita", SendReminder(first.id))).code == "draft_gone"
    review = salon.review(newer)
    assert review.draft_id == second.id
    salon.advance(2 * DAY)
    assert salon.count("drafts") == 0


def test_what_was_asked_offline_of_the_one_who_is_gone_lands_on_the_one_who_stays(salon: Salon) -> None:
    mara = salon.visitor()
    draft = salon.abandon(mara)
    on_file(salon, "stays")
    salon.act("sam", MergeClients("stays", mara.id))
    gone = mara.id
    to, was = ClientFields(notes="Likes Ana"), ClientFields(notes="")
    assert isinstance(salon.act("rita", EditClient(gone, salon.north, to, was)), Done)
    waits = AddWaitlistEntry("w-9", salon.north, gone, (Choice(CUT, SHORT),), WINDOW)
    assert isinstance(salon.act("rita", waits), Done)
    choice = (Choice(CUT, LONG, team_member_id=ANA),)
    booked = BookAppointment("app-9", salon.north, gone, choice, NOON, draft.id)
    assert isinstance(salon.act("rita", booked), Done)
    later = BookAppointment(
        "app-10",
        salon.north,
        gone,
        (Choice(CUT, SHORT, team_member_id=BEN),),
        NOON + dt.timedelta(hours=2),
        waitlist_entry_id="w-9",
    )
    assert isinstance(salon.act("rita", later), Done)
    assert {one.client_id for one in salon.feed("rita", AppointmentRow)} == {"stays"}
    assert salon.feed("rita", DraftRow) == []
    assert salon.feed("rita", WaitlistEntryRow) == []
    assert row(salon, "stays").notes == "Likes Ana"


def test_merged_on_one_desk_while_edited_on_another_keeps_both_or_says_why(salon: Salon) -> None:
    """The phone that the other desk saw is not the one who stays's: it is refused, and nothing is lost silently."""
    on_file(salon, "gone", phone="030 7654321")
    on_file(salon, "stays", phone="030 1234567")
    salon.act("sam", MergeClients("stays", "gone"))
    to, was = ClientFields(phone="030 1111111"), ClientFields(phone="+49307654321")
    told = refused(salon.act("rita", EditClient("gone", salon.north, to, was)))
    assert (told.code, told.field, told.client_id) == ("client_changed", "$.payload.to.phone", "stays")
    to, was = ClientFields(email="mara@example.org"), ClientFields(email=None)
    assert isinstance(salon.act("rita", EditClient("gone", salon.north, to, was)), Done)
    assert row(salon, "stays").email == "mara@example.org"
    to, was = ClientFields(notes="Typed offline"), ClientFields(notes="")
    assert isinstance(salon.act("rita", EditClient("gone", salon.north, to, was)), Done)
    assert row(salon, "stays").notes == "+49307654321\nTyped offline"


def test_a_merge_happens_once_and_a_chain_of_them_leads_to_the_last(salon: Salon) -> None:
    for client_id in ("a", "b", "c"):
        on_file(salon, client_id)
    assert isinstance(salon.act("rita", MergeClients("b", "a")), Done)
    assert isinstance(salon.act("sam", MergeClients("b", "a")), Done)
    assert isinstance(salon.act("rita", MergeClients("c", "b")), Done)
    salon.act("rita", EditClient("a", salon.north, ClientFields(notes="x"), ClientFields(notes="")))
    assert row(salon, "c").notes == "x"
    assert refused(salon.act("rita", MergeClients("c", "c"))).code == "invalid"
    assert refused(salon.act("rita", MergeClients("c", "nobody"))).field == "$.payload.gone_id"
    told = salon.ask(ClientExport, "POST", "/v1/clients/a/export", token=salon.token("olga"))
    assert (told.client.id, told.ids) == ("c", ("a", "b"))


@pytest.mark.row("N23", "B20")
def test_a_no_on_either_side_stays_a_no(salon: Salon) -> None:
    on_file(salon, "stays", email="a@example.org")
    on_file(salon, "gone", email="b@example.org")
    salon.act("rita", EditClient("gone", salon.north, ClientFields(wants_email=False), ClientFields(wants_email=True)))
    salon.act("rita", MergeClients("stays", "gone"))
    client = row(salon, "stays")
    assert (client.email, client.wants_email, client.wants_sms) == ("a@example.org", False, True)
    assert client.notes == "b@example.org"


def test_her_session_on_the_booking_page_goes_on_as_the_one_who_stays(salon: Salon) -> None:
    mara = salon.visitor()
    on_file(salon, "stays")
    salon.act("rita", MergeClients("stays", mara.id))
    salon.abandon(mara)
    (card,) = salon.feed("rita", DraftRow)
    assert card.client_id == "stays"
