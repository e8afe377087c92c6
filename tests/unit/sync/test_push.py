"""What a push makes of the outbox: order, refusals, poison, lost answers, restored servers."""

from typing import get_args

import pytest

from domain.constants import DAY
from domain.drafts import Phase
from domain.wire.actions import DismissDraft, Done, RefusalCode, Refused, RestoreDraft, SendReminder, Unknown
from domain.wire.rows import DraftRow
from sync.desk import Desk
from sync.errors import Busy, ProblemAnswer, SignInAgain, Unreachable
from sync.making import make
from sync.store.entry import State
from tests.support.fake_server import FakeServer, instead, lose_answer, problem, unreachable
from tests.support.sample import draft


def phases(desk: Desk) -> dict[str, Phase]:
    return {row.id: row.phase for row in desk.rows("draft") if isinstance(row, DraftRow)}


def states(desk: Desk) -> dict[str, State]:
    return {entry.action.id: entry.state for entry in desk.outbox.entries(desk.owner, tuple(State))}


def with_drafts(desk: Desk, server: FakeServer, count: int) -> list[str]:
    names = [f"d{number}" for number in range(count)]
    for name in names:
        server.draft(draft(name))
    desk.engine.pull()
    return names


@pytest.mark.row("N3", "B15")
def test_what_was_done_without_a_connection_happens_once_it_is_back(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 2)
    action = desk.do(DismissDraft("d0"))
    server.faults.append(unreachable("/v1/actions"))
    with pytest.raises(Unreachable):
        desk.engine.push()
    assert phases(desk) == {"d0": Phase.DISMISSED, "d1": Phase.INCOMPLETE}
    assert desk.sync() == (Done(action, server.feed.state.number),)
    assert server.drafts()["d0"].phase is Phase.DISMISSED
    assert phases(desk)["d0"] is Phase.DISMISSED
    assert not desk.outbox.pending(desk.owner)
    assert desk.sync() == ()


@pytest.mark.row("N3", "R4")
def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_happens_twice(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 1)
    action = desk.do(SendReminder("d0"))
    server.faults.append(lose_answer("/v1/actions"))
    with pytest.raises(Unreachable):
        desk.engine.push()
    desk.engine.pull()
    told = desk.engine.push().decisions
    assert server.sent == ["d0"]
    assert [decision.id for decision in told] == [action]
    assert states(desk) == {action: State.KEPT}


@pytest.mark.row("R7")
@pytest.mark.parametrize("code", get_args(RefusalCode))
def test_a_refused_action_is_shown_and_holds_up_nothing(desk: Desk, server: FakeServer, code: RefusalCode) -> None:
    with_drafts(desk, server, 3)
    ids = [desk.do(DismissDraft(name)) for name in ("d0", "d1", "d2")]
    server.refuse["d1"] = code
    desk.sync()
    assert phases(desk) == {"d0": Phase.DISMISSED, "d1": Phase.INCOMPLETE, "d2": Phase.DISMISSED}
    (shown,) = desk.outbox.shown(desk.owner)
    assert isinstance(shown.answer, Refused)
    assert (shown.action.id, shown.answer.refusal.code) == (ids[1], code)
    desk.outbox.forget(ids[1])
    assert not desk.outbox.shown(desk.owner)
    assert not desk.outbox.waiting()


@pytest.mark.row("R7")
def test_an_action_that_breaks_the_server_stays_behind_alone(desk: Desk, server: FakeServer) -> None:
    names = with_drafts(desk, server, 150)
    ids = {name: desk.do(DismissDraft(name)) for name in names}
    server.breaks = {"d70", "d71"}
    pushed = desk.engine.push()
    assert pushed.left == 2
    assert len(pushed.decisions) == 148
    assert {entry.action.id for entry in desk.outbox.to_send(desk.owner)} == {ids["d70"], ids["d71"]}
    server.breaks = set()
    assert desk.engine.push().left == 0


@pytest.mark.row("R7")
def test_what_touches_the_same_card_waits_for_what_could_not_be_decided(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 2)
    desk.do(DismissDraft("d0"))
    desk.do(RestoreDraft("d0"))
    other = desk.do(DismissDraft("d1"))
    server.retry = {"d0"}
    pushed = desk.engine.push()
    assert [decision.id for decision in pushed.decisions] == [other]
    assert pushed.left == 2
    server.retry = set()
    desk.sync()
    assert phases(desk) == {"d0": Phase.INCOMPLETE, "d1": Phase.DISMISSED}


@pytest.mark.row("R7")
def test_a_server_that_is_broken_altogether_is_not_asked_without_end(desk: Desk, server: FakeServer) -> None:
    names = with_drafts(desk, server, 120)
    for name in names:
        desk.do(DismissDraft(name))
    server.breaks = set(names)
    asked = len(server.requests)
    with pytest.raises(Busy):
        desk.engine.push()
    assert len(server.requests) - asked <= 21
    assert len(desk.outbox.to_send(desk.owner)) == 120


@pytest.mark.row("R7")
def test_a_request_that_keeps_being_turned_down_is_refused_in_the_end(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 2)
    bad = desk.do(DismissDraft("d0"))
    for _ in range(3):
        assert not desk.outbox.shown(desk.owner)
        server.faults.append(instead("/v1/actions", problem(422, "invalid")))
        desk.engine.push()
    (shown,) = desk.outbox.shown(desk.owner)
    assert (shown.action.id, shown.state) == (bad, State.REFUSED)
    assert phases(desk)["d0"] is Phase.INCOMPLETE


def test_other_noes_to_the_whole_request_are_raised_and_nothing_is_lost(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 1)
    action = desk.do(DismissDraft("d0"))
    for status in (403, 409, 410):
        server.faults.append(instead("/v1/actions", problem(status, "no")))
        with pytest.raises(ProblemAnswer):
            desk.engine.push()
    assert states(desk) == {action: State.PENDING}


def test_a_refusal_refuses_what_depends_on_it(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 2)
    first = desk.do(DismissDraft("d0"))
    second = make(server.clock, desk._ids, DismissDraft("d1"), depends_on=first)
    desk.outbox.add(desk.owner, second)
    server.refuse["d0"] = "client_booking_now"
    desk.sync()
    codes = [e.answer.refusal.code for e in desk.outbox.shown(desk.owner) if isinstance(e.answer, Refused)]
    assert codes == ["client_booking_now", "dependency_refused"]
    assert server.drafts()["d1"].phase is Phase.INCOMPLETE


@pytest.mark.row("N11")
def test_a_reminder_that_waited_too_long_is_refused_not_sent(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 1)
    desk.do(SendReminder("d0"))
    server.clock.advance(DAY // 2)
    desk.sync()
    (shown,) = desk.outbox.shown(desk.owner)
    assert isinstance(shown.answer, Refused)
    assert shown.answer.refusal.code == "too_late"
    assert server.sent == []


def test_a_token_that_ran_out_is_renewed_on_the_way_and_a_session_that_ended_is_said(
    desk: Desk, server: FakeServer
) -> None:
    with_drafts(desk, server, 1)
    desk.do(DismissDraft("d0"))
    server.expire_access()
    desk.sync()
    assert server.drafts()["d0"].phase is Phase.DISMISSED
    desk.do(RestoreDraft("d0"))
    server.end_sessions()
    with pytest.raises(SignInAgain):
        desk.sync()
    assert len(desk.outbox.to_send(desk.owner)) == 1


@pytest.mark.row("R2")
def test_after_a_restore_the_last_week_is_offered_again_and_sends_are_never_repeated(
    desk: Desk, server: FakeServer
) -> None:
    with_drafts(desk, server, 4)
    saved = server.backup()
    desk.do(DismissDraft("d0"))
    desk.do(SendReminder("d1"))
    desk.sync()
    lost = desk.do(SendReminder("d2"))
    server.faults.append(lose_answer("/v1/actions"))
    with pytest.raises(Unreachable):
        desk.engine.push()
    fresh = desk.do(SendReminder("d3"))
    server.restore(saved)
    assert server.drafts()["d0"].phase is Phase.INCOMPLETE
    desk.engine.pull()
    desk.sync()
    assert server.drafts()["d0"].phase is Phase.DISMISSED
    assert server.sent == ["d1", "d2", "d3"]
    (uncertain,) = desk.outbox.shown(desk.owner)
    assert (uncertain.action.id, uncertain.answer) == (lost, Unknown(lost))
    assert states(desk)[fresh] is State.KEPT
    assert desk.sync() == ()


@pytest.mark.row("R2")
def test_a_restore_that_happens_while_the_copy_is_gone_loses_nothing_either(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 1)
    saved = server.backup()
    desk.do(DismissDraft("d0"))
    desk.sync()
    server.restore(saved)
    desk.replica.renew()
    desk.engine.pull()
    desk.sync()
    assert server.drafts()["d0"].phase is Phase.DISMISSED


@pytest.mark.row("R2")
def test_a_restore_between_an_answer_and_the_next_pull_loses_nothing_either(desk: Desk, server: FakeServer) -> None:
    """The old cursor is good for the restored server too, and its count soon passes the number of the old answer."""
    with_drafts(desk, server, 2)
    saved = server.backup()
    desk.do(DismissDraft("d0"))
    desk.engine.push()
    server.restore(saved)
    for name in ("d7", "d8"):
        server.draft(draft(name))
    desk.engine.pull()
    desk.sync()
    assert server.drafts()["d0"].phase is Phase.DISMISSED
    assert set(states(desk).values()) == {State.KEPT}


@pytest.mark.row("R2")
def test_what_cannot_be_done_again_after_a_restore_is_only_told_where_it_was_not_done(
    desk: Desk, server: FakeServer
) -> None:
    saved = server.backup()
    with_drafts(desk, server, 1)
    action = desk.do(DismissDraft("d0"))
    desk.sync()
    server.restore(saved)
    desk.engine.pull()
    desk.sync()
    assert states(desk) == {action: State.KEPT}
    assert not desk.outbox.shown(desk.owner)


def test_what_was_done_more_than_a_week_ago_is_not_kept(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 2)
    old = desk.do(DismissDraft("d0"))
    desk.sync()
    assert states(desk) == {old: State.KEPT}
    server.clock.advance(8 * DAY)
    new = desk.do(DismissDraft("d1"))
    desk.sync()
    assert states(desk) == {new: State.KEPT}


def test_what_is_done_stays_laid_over_the_rows_until_they_have_it(desk: Desk, server: FakeServer) -> None:
    with_drafts(desk, server, 1)
    action = desk.do(DismissDraft("d0"))
    desk.engine.push()
    assert states(desk) == {action: State.SETTLED}
    assert phases(desk) == {"d0": Phase.DISMISSED}
    desk.engine.pull()
    assert states(desk) == {action: State.KEPT}
    assert phases(desk) == {"d0": Phase.DISMISSED}
