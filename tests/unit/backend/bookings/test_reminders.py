"""Who is reminded, on which channel, how often, and why not."""

import pytest

from backend.channels.port import NotSent, Rejected, Uncertain
from backend.clients.queries import write_opt_out, write_wants
from backend.due.queue import Lane
from backend.due.runner import LEASE
from domain.constants import DAY, HOUR, MINUTE, REVIEW_SESSION, SECOND
from domain.reasons import Reason
from domain.wire.actions import Choice, DismissDraft, Done, Refused, SendReminder, SetReminderChannels, Skip
from domain.wire.rows import ClientRow, NoticeRow
from tests.support.salon import COLOUR, Salon, Visitor


def states(salon: Salon, draft_id: str) -> dict[str, tuple[str, str | None, bool]]:
    return {state.channel: (state.status, state.reason, state.automatic) for state in salon.card(draft_id).reminders}


def abandoned_unsent(salon: Salon, visitor: Visitor) -> str:
    """A draft whose automatic reminders are queued and not yet claimed."""
    review = salon.review(visitor)
    salon.clock.set(review.expires_at)
    salon.run_clock()
    return review.draft_id


@pytest.mark.row("B8")
def test_by_default_nothing_is_sent(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.advance(HOUR)
    assert salon.email.calls == salon.sms.calls == []
    assert salon.card(card.id).reminders == ()


@pytest.mark.row("B5", "B8")
def test_a_switched_on_reminder_goes_the_moment_the_session_expires(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    card = salon.abandon(mara)
    (mail,), (text,) = salon.email.sent, salon.sms.sent
    assert (mail.to, text.to) == ("mara@example.org", mara.client.phone)
    assert mail.subject == "Your booking at Haus Grün is waiting for you"
    assert "Hello Mara," in mail.text
    assert "Haircut" in text.text
    assert "{{" not in mail.text + text.text + mail.subject
    assert states(salon, card.id) == {"email": ("sent", None, True), "sms": ("sent", None, True)}
    assert {state.at for state in card.reminders} == {salon.clock.now()}


@pytest.mark.row("B8", "R5")
def test_it_goes_once_an_abandonment_and_again_after_the_next(salon: Salon) -> None:
    salon.act("olga", SetReminderChannels(email=False, sms=True))
    mara = salon.visitor()
    salon.abandon(mara)
    salon.advance(5 * HOUR)
    assert len(salon.sms.calls) == 1
    salon.abandon(mara)
    salon.advance(5 * HOUR)
    assert len(salon.sms.calls) == 2
    assert salon.email.calls == []


@pytest.mark.row("B8")
def test_never_while_one_is_in_flight(salon: Salon) -> None:
    salon.act("olga", SetReminderChannels(email=True, sms=False))
    mara = salon.visitor(email="mara@example.org")
    draft_id = abandoned_unsent(salon, mara)
    (claimed,) = salon.app.runner.step(Lane.MESSAGE)  # on its way, the provider is slow
    answer = salon.act("rita", SendReminder(draft_id))
    assert isinstance(answer, Done)
    assert answer.channels == ("sms",)
    busy = salon.act("rita", SendReminder(draft_id))
    assert isinstance(busy, Refused)
    assert busy.refusal.code == "reminder_in_flight"
    salon.review(mara)
    salon.clock.set(salon.clock.now() + REVIEW_SESSION)
    salon.run_clock()
    assert salon.count_due("send_message") == 2  # none was added for the second abandonment
    salon.app.runner.record(claimed, claimed.call())
    salon.run_due()
    assert len(salon.email.calls) == 1


@pytest.mark.row("B14")
def test_by_hand_it_goes_whatever_the_switches_say_and_as_often_as_asked(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    for times in (1, 2, 3):
        salon.advance(SECOND)
        answer = salon.act("rita", SendReminder(card.id))
        assert isinstance(answer, Done)
        assert (answer.channels, answer.skips) == (("email", "sms"), ())
        assert states(salon, card.id)["sms"] == ("queued", None, False)
        salon.run_due()
        assert len(salon.email.sent) == len(salon.sms.sent) == times
    assert states(salon, card.id) == {"email": ("sent", None, False), "sms": ("sent", None, False)}


@pytest.mark.row("B14", "B20")
def test_by_hand_it_says_which_channel_was_skipped_and_why(salon: Salon) -> None:
    mara = salon.visitor(email=None)
    card = salon.abandon(mara)
    answer = salon.act("rita", SendReminder(card.id))
    assert isinstance(answer, Done)
    assert (answer.channels, answer.skips) == (("sms",), (Skip("email", "no_address"),))
    salon.run_due()
    opt_out(salon, mara, "sms")
    refused = salon.act("rita", SendReminder(card.id))
    assert isinstance(refused, Refused)
    assert (refused.refusal.code, refused.refusal.skips) == (
        "all_channels_blocked",
        (Skip("email", "no_address"), Skip("sms", "opted_out")),
    )
    salon.forget_phone(mara)
    nowhere = salon.act("rita", SendReminder(card.id))
    assert isinstance(nowhere, Refused)
    assert nowhere.refusal.code == "no_channel"


@pytest.mark.row("B20")
def test_an_automatic_skip_has_its_plain_reason_on_the_card(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    with salon.database.write() as unit:
        write_wants(unit, salon.business_id, mara.id, "email", wants=False)
    opt_out(salon, mara, "sms")
    card = salon.abandon(mara)
    assert states(salon, card.id) == {
        "email": ("skipped", "preference", True),
        "sms": ("skipped", "opted_out", True),
    }


@pytest.mark.row("B20", "N2", "R5")
def test_what_changes_before_it_goes_stops_it(salon: Salon) -> None:
    salon.switch_reminders_on()
    names = ("Booked", "Left", "Gone", "Back", "Off")
    booked, left, gone, back, off = (salon.visitor(name, f"{name.lower()}@example.org") for name in names)
    free = (Choice(COLOUR),)
    drafts = {visitor.id: salon.review(visitor, choices=free) for visitor in (booked, left, gone, back, off)}
    salon.clock.set(salon.clock.now() + REVIEW_SESSION)
    salon.run_clock()
    salon.confirm(booked, drafts[booked.id].draft_id)
    salon.act("rita", DismissDraft(drafts[gone.id].draft_id))
    salon.review(back, choices=free)
    opt_out(salon, off, "sms")
    opt_out(salon, off, "email")
    salon.act("olga", SetReminderChannels(email=True, sms=False))
    salon.run_due()
    assert [mail.text.split()[1] for mail in salon.email.calls] == ["Left,"]
    assert salon.sms.calls == []
    assert states(salon, drafts[left.id].draft_id) == {
        "email": ("sent", None, True),
        "sms": ("skipped", "switched_off", True),
    }
    assert states(salon, drafts[gone.id].draft_id)["email"] == ("skipped", "dismissed", True)
    assert states(salon, drafts[off.id].draft_id)["email"] == ("skipped", "opted_out", True)


@pytest.mark.row("B14")
def test_a_refusal_of_the_provider_shows_on_the_card_and_rings_the_bell(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.sms.answers = [Rejected(Reason.BAD_ADDRESS)]
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert states(salon, card.id)["sms"] == ("failed", "bad_address", False)
    assert [notice.event for notice in salon.feed("rita", NoticeRow)].count("reminder_failed") == 1


@pytest.mark.row("R5")
def test_what_surely_did_not_leave_is_tried_again_with_growing_waits_and_an_end(salon: Salon) -> None:
    card = salon.abandon(salon.visitor(email=None))
    salon.sms.answers = [NotSent()] * 2
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert states(salon, card.id)["sms"] == ("queued", None, False)
    salon.advance(2 * MINUTE)
    assert states(salon, card.id)["sms"] == ("sent", None, False)
    assert len(salon.sms.calls) == 3
    salon.sms.answers = [NotSent()] * 9
    salon.act("rita", SendReminder(card.id))
    salon.advance(HOUR)
    assert states(salon, card.id)["sms"] == ("failed", "provider_unreachable", False)
    assert len(salon.sms.calls) == 3 + 5


@pytest.mark.row("R5", "B8")
def test_a_retry_from_before_the_client_came_back_neither_goes_nor_stands_in_the_way(salon: Salon) -> None:
    salon.act("olga", SetReminderChannels(email=False, sms=True))
    mara = salon.visitor()
    draft_id = abandoned_unsent(salon, mara)
    salon.sms.answers = [NotSent()]
    (claimed,) = salon.app.runner.step(Lane.MESSAGE)
    salon.review(mara)
    salon.app.runner.record(claimed, claimed.call())
    assert len(salon.sms.sent) == 0
    salon.advance(REVIEW_SESSION)
    assert len(salon.sms.sent) == 1
    assert states(salon, draft_id)["sms"] == ("sent", None, True)


@pytest.mark.row("R5")
def test_an_answer_that_got_lost_leaves_it_unknown_and_unrepeated(salon: Salon) -> None:
    card = salon.abandon(salon.visitor(email=None))
    salon.sms.answers = [Uncertain()]
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    salon.advance(HOUR)
    assert states(salon, card.id)["sms"] == ("unknown", "answer_lost", False)
    assert len(salon.sms.calls) == 1


@pytest.mark.row("R5")
@pytest.mark.parametrize("called", [False, True])
def test_a_process_that_ends_after_its_claim_leaves_it_unknown(salon: Salon, called: bool) -> None:
    card = salon.abandon(salon.visitor(email=None))
    salon.act("rita", SendReminder(card.id))
    (claimed,) = salon.app.runner.step(Lane.MESSAGE)
    if called:
        claimed.call()
    salon.advance(LEASE + SECOND)
    assert states(salon, card.id)["sms"] == ("unknown", "answer_lost", False)
    assert len(salon.sms.calls) == int(called)
    salon.app.runner.record(claimed, None)  # the process was only slow: what it knows comes too late
    assert states(salon, card.id)["sms"] == ("unknown", "answer_lost", False)


@pytest.mark.row("B14")
def test_a_channel_that_is_not_set_up_is_a_reason_too(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.unplug("sms")
    answer = salon.act("rita", SendReminder(card.id))
    assert isinstance(answer, Done)
    assert (answer.channels, answer.skips) == (("email",), (Skip("sms", "not_configured"),))


@pytest.mark.row("B7", "R5", "S3")
def test_the_ledger_outlives_the_draft_and_names_nobody(salon: Salon) -> None:
    salon.switch_reminders_on()
    card = salon.abandon(salon.visitor("planted-name"))
    salon.act("rita", SendReminder(card.id))
    salon.advance(DAY)
    assert salon.mentions(card.id) == {"feed_tombstones"}
    assert salon.mentions("planted-name") == {"clients", "feed_rows"}
    assert [row.name for row in salon.feed("rita", ClientRow)] == ["planted-name"]
    assert salon.count("messages") == 2  # the automatic ones, by their keys


def opt_out(salon: Salon, visitor: Visitor, channel: str) -> None:
    with salon.database.write() as unit:
        write_opt_out(unit, salon.business_id, visitor.id, channel, unit.now)  # type: ignore[arg-type]


@pytest.mark.row("B17")
def test_a_client_is_written_to_in_her_language(salon: Salon) -> None:
    for language in ("de", "es", "fr-CA", "ar", "fi"):
        visitor = salon.visitor(f"Client {language}", language=language)
        salon.act("rita", SendReminder(salon.abandon(visitor, choices=(Choice(COLOUR),)).id))
    salon.run_due()
    begun = [mail.text.split()[0] for mail in salon.email.sent]
    assert begun == ["Guten", "Hola,", "Bonjour", "مرحبًا", "Hello"]
