"""What desks and a server promise each other, whichever server it is."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from domain.drafts import Phase
from domain.wire.actions import ActionBatch, DismissDraft, Done, Refused, RestoreDraft, SendReminder
from domain.wire.rows import DraftRow, PersonRow
from sync.desk import Desk
from sync.errors import AccountDisabled, ProblemAnswer, SignInAgain
from sync.session import Session
from sync.stream import Event
from tests.contract.desks import Desks, names, phases
from tests.contract.salons import Salon


def events(desk: Desk, salon: Salon) -> Iterator[Event]:
    return iter(desk.api.stream(salon.network))


def test_a_wrong_password_is_said_as_one(salon: Salon, desks: Desks) -> None:
    session = Session(salon.network, salon.url, desks.open().session._keychain)
    with pytest.raises(ProblemAnswer) as caught:
        session.sign_in(salon.email, "not the password", "desk-9")
    assert caught.value.problem.type == "wrong_credentials"


def test_a_desk_knows_who_is_signed_in(desk: Desk) -> None:
    (person,) = desk.rows("person")
    assert isinstance(person, PersonRow)
    assert (person.id, person.business_id) == (desk.owner.person_id, desk.owner.business_id)


def test_what_is_abandoned_reaches_a_desk_by_the_next_pull(salon: Salon, desk: Desk) -> None:
    draft_id = salon.abandon("Zoë Lindqvist")
    assert draft_id in desk.engine.pull().ids["draft"]
    assert names(desk) == {"Zoë Lindqvist"}
    salon.finish(draft_id)
    desk.engine.pull()
    assert not phases(desk)
    assert desk.replica.verified()


@pytest.mark.row("N4")
def test_what_is_abandoned_is_pushed_and_fits_the_copy(salon: Salon, desk: Desk) -> None:
    stream = events(desk, salon)
    assert next(stream).name == "hello"
    draft_id = salon.abandon("Nora Nowak")
    event = next(stream)
    changed = desk.engine.apply_event(event.data)
    assert changed is not None
    assert draft_id in changed.ids["draft"]
    assert names(desk) == {"Nora Nowak"}
    assert not desk.engine.pull().ids
    assert desk.replica.verified()


@pytest.mark.row("B15", "N8")
def test_a_dismissal_and_its_undo_reach_every_desk(salon: Salon, desk: Desk, desks: Desks) -> None:
    other = desks.open()
    draft_id = salon.abandon("Nora Nowak")
    desk.engine.pull()
    desk.do(DismissDraft(draft_id))
    assert phases(desk) == {draft_id: Phase.DISMISSED}
    (answer,) = desk.sync()
    assert isinstance(answer, Done)
    other.engine.pull()
    assert phases(other) == phases(desk) == {draft_id: Phase.DISMISSED}
    other.do(RestoreDraft(draft_id))
    other.sync()
    desk.sync()
    assert phases(desk) == {draft_id: Phase.INCOMPLETE}
    assert not desk.outbox.waiting()


@pytest.mark.row("N3")
def test_two_desks_on_one_card_the_second_is_told(salon: Salon, desk: Desk, desks: Desks) -> None:
    draft_id = salon.abandon("Nora Nowak")
    other = desks.open()
    desk.engine.pull()
    other.engine.pull()
    desk.do(DismissDraft(draft_id))
    other.do(SendReminder(draft_id))
    desk.sync()
    (answer,) = other.sync()
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "draft_dismissed"
    assert salon.sent_reminders() == 0
    (shown,) = other.outbox.shown(other.owner)
    assert shown.answer == answer


@pytest.mark.row("B14")
def test_a_reminder_is_sent_once_however_often_it_is_asked_for(salon: Salon, desk: Desk) -> None:
    draft_id = salon.abandon("Nora Nowak")
    desk.engine.pull()
    action = desk.do(SendReminder(draft_id))
    (entry,) = desk.outbox.to_send(desk.owner)
    (answer,) = desk.sync()
    assert isinstance(answer, Done)
    assert set(answer.channels) == {"email", "sms"}
    assert desk.api.act(ActionBatch((entry.action,))).answers == (answer,)
    assert (salon.sent_reminders(), answer.id) == (1, action)
    (row,) = desk.rows("draft")
    assert isinstance(row, DraftRow)
    assert {state.channel for state in row.reminders} == {"email", "sms"}


def test_a_card_that_is_gone_refuses_what_waited_for_it(salon: Salon, desk: Desk) -> None:
    draft_id = salon.abandon("Nora Nowak")
    desk.engine.pull()
    desk.do(DismissDraft(draft_id))
    salon.finish(draft_id)
    (answer,) = desk.sync()
    assert isinstance(answer, Refused)
    assert answer.refusal.code in {"draft_gone", "draft_converted"}
    assert not phases(desk)


@pytest.mark.row("S4", "B18")
def test_a_lost_permission_empties_the_list_and_a_returned_one_fills_it(salon: Salon, desk: Desk) -> None:
    salon.abandon("Nora Nowak")
    desk.engine.pull()
    salon.demote()
    desk.engine.pull()
    assert not desk.replica.rows("draft")
    assert desk.replica.rows("person")
    salon.promote()
    desk.engine.pull()
    assert names(desk) == {"Nora Nowak"}
    assert desk.replica.verified()


@pytest.mark.row("S4", "B18")
def test_what_waited_for_a_lost_permission_is_refused(salon: Salon, desk: Desk) -> None:
    draft_id = salon.abandon("Nora Nowak")
    desk.engine.pull()
    desk.do(DismissDraft(draft_id))
    salon.demote()
    (answer,) = desk.sync()
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "not_permitted"


@pytest.mark.row("B18")
def test_a_disabled_account_empties_everything(salon: Salon, desk: Desk) -> None:
    salon.abandon("Nora Nowak")
    desk.engine.pull()
    salon.disable()
    with pytest.raises(AccountDisabled):
        desk.engine.pull()
    assert not desk.replica.rows("draft")
    assert not desk.replica.scopes()


def test_a_session_goes_on_over_a_token_that_ran_out(salon: Salon, desk: Desk) -> None:
    salon.abandon("Nora Nowak")
    salon.expire_access()
    desk.engine.pull()
    assert names(desk) == {"Nora Nowak"}
    salon.expire_access()
    assert next(events(desk, salon)).name == "hello"


def test_a_refresh_token_that_is_none_ends_the_session(salon: Salon, desk: Desk) -> None:
    tokens = desk.session.tokens
    assert tokens is not None
    desk.session._tokens = replace(tokens, access_token="x", refresh_token="y")
    with pytest.raises(SignInAgain):
        desk.engine.pull()


@pytest.mark.row("R2")
@pytest.mark.parametrize("salon", ["fake", "sqlite"], indirect=True)
def test_a_restored_server_is_noticed_and_offered_what_it_forgot(salon: Salon, desk: Desk) -> None:
    draft_id, other_id = salon.abandon("Nora Nowak"), salon.abandon("Zoë Lindqvist")
    desk.engine.pull()
    restore = salon.back_up()
    desk.do(DismissDraft(draft_id))
    desk.do(SendReminder(other_id))
    desk.sync()
    sent = salon.sent_reminders()
    restore()
    desk.engine.pull()
    desk.sync()
    assert phases(desk) == {draft_id: Phase.DISMISSED, other_id: Phase.INCOMPLETE}
    assert salon.sent_reminders() == sent
    assert not desk.outbox.waiting()
    assert desk.replica.verified()
