"""What may be sent together, and what an answer makes of an action."""

import datetime as dt

import pytest

from domain.wire.actions import (
    Action,
    BookAppointment,
    Choice,
    DismissDraft,
    Done,
    Payload,
    Refusal,
    Refused,
    Retry,
    SendReminder,
    Unknown,
)
from domain.wire.problems import Problem
from sync.reconcile import answered, next_batch, outcome, refused_alone
from sync.store.entry import Entry, State

DONE, REFUSED, UNKNOWN = Done("a", 5), Refused("a", Refusal("draft_gone")), Unknown("a")
BOOKING = BookAppointment("x", "north", "c", (Choice("cut"),), dt.datetime.fromisoformat("2026-03-11T10:00"))


def entry(name: str, entity: str = "", needs: str | None = None, state: State = State.PENDING) -> Entry:
    return Entry(Action(name, entity or name, 0, DismissDraft(name), depends_on=needs), state)


def ids(entries: tuple[Entry, ...]) -> list[str]:
    return [one.action.id for one in entries]


def test_a_batch_keeps_the_order_and_the_size() -> None:
    queue = [entry(f"a{number}") for number in range(5)]
    assert ids(next_batch(queue, [], 3)) == ["a0", "a1", "a2"]
    assert next_batch([], []) == ()


def test_what_is_asked_again_goes_apart_from_what_is_new() -> None:
    queue = [entry("a1", state=State.AGAIN), entry("a2", state=State.AGAIN), entry("a3"), entry("a4")]
    assert ids(next_batch(queue, [])) == ["a1", "a2"]
    assert ids(next_batch(queue[2:], [])) == ["a3", "a4"]


@pytest.mark.row("R7")
def test_what_touches_or_needs_something_held_back_waits_and_so_does_what_follows_from_that() -> None:
    queue = [
        entry("same", "card"),
        entry("needs", "second card", needs="held"),
        entry("after that", "second card"),
        entry("needs that", "third card", needs="needs"),
        entry("free"),
    ]
    assert ids(next_batch(queue, [entry("held", "card")])) == ["free"]


def test_an_answer_to_something_else_or_for_later_decides_nothing() -> None:
    batch = [entry("a1"), entry("a2"), entry("a3")]
    answers = (Done("a1", 4), Retry("a2"), Done("stranger", 4))
    assert answered(batch, answers) == {"a1": Done("a1", 4)}


@pytest.mark.parametrize(
    ("payload", "before", "answer", "state"),
    [
        (DismissDraft("d"), None, DONE, State.SETTLED),
        (DismissDraft("d"), None, REFUSED, State.REFUSED),
        (SendReminder("d"), None, UNKNOWN, State.UNKNOWN),
        (DismissDraft("d"), DONE, REFUSED, State.KEPT),
        (SendReminder("d"), DONE, UNKNOWN, State.KEPT),
        (BOOKING, DONE, REFUSED, State.REFUSED),
        (BOOKING, DONE, DONE, State.KEPT),
    ],
)
def test_where_an_action_stands_after_an_answer(
    payload: Payload, before: Done | None, answer: Done | Refused | Unknown, state: State
) -> None:
    asked = Entry(Action("a", "e", 0, payload), State.AGAIN if before else State.PENDING, answer=before)
    assert outcome(asked, answer) is state


def test_what_is_in_the_rows_already_is_kept_once_it_is_answered() -> None:
    assert outcome(Entry(entry("a").action, State.PENDING, effective=True), DONE) is State.KEPT


def test_a_request_that_is_turned_down_names_the_field() -> None:
    refused = refused_alone(entry("a"), Problem("invalid", "Not valid", 422, field="$.actions[0].payload"))
    assert refused == Refused("a", Refusal("invalid", field="$.actions[0].payload"))
