"""Actions happen once, in order, each with its own answer, whatever the others do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from backend.db.database import Unit
from backend.feed.actions import ActionHandler, RefusedAction, answer_batch, read_action
from backend.feed.change import change_of
from backend.web.problems import problem
from domain.constants import DAY
from domain.wire.actions import (
    Action,
    ActionAnswer,
    BookAppointment,
    Choice,
    DismissDraft,
    Done,
    Payload,
    Refusal,
    Refused,
    RestoreDraft,
    Retry,
    SendReminder,
    Unknown,
)
from domain.wire.base import encode
from tests.support.clock import TUESDAY_NINE
from tests.support.feed import CARDS, Bare, Desk, row


@dataclass
class Handlers:
    """Handlers that do what the draft's id says, and note it in the database."""

    done: list[str] = field(default_factory=list)
    fails: int = 10**6

    def handle(self, unit: Unit, person: Desk, action: Action) -> Done:
        draft = action.payload.draft_id if isinstance(action.payload, DismissDraft | SendReminder) else ""
        change_of(unit, person.business_id).publish(CARDS, row(draft))
        self._maybe_fail(unit, draft)
        unit.after_commit(lambda: self.done.append(draft))
        return Done(action.id, 0)

    def _maybe_fail(self, unit: Unit, draft: str) -> None:
        if draft == "refused":
            raise RefusedAction(Refusal("draft_gone"))
        if draft == "forbidden":
            raise problem("not_permitted", 403)
        if draft == "odd":
            raise problem("something_else", 422, field="$.x")
        if draft == "broken" and self.fails > 0:
            self.fails -= 1
            raise ZeroDivisionError
        if draft == "broken-at-commit":
            rows: list[str] = unit.pending("poison", lambda _rows: poison(unit))
            rows.append(draft)

    def table(self) -> dict[type, ActionHandler[Desk]]:
        return {DismissDraft: self.handle, SendReminder: self.handle}


def poison(unit: Unit) -> None:
    unit.conn.execute(sa.text("INSERT INTO no_such_table VALUES (1)"))


def action(id_: str, draft: str = "good", made_at: int = TUESDAY_NINE, **more: Any) -> Action:
    kind: Callable[[str], Payload] = DismissDraft
    fields: dict[str, Any] = {"entity": f"draft:{draft}", "payload": kind(draft), **more}
    return Action(id_, made_at=made_at, **fields)


def answer(bare: Bare, handlers: Handlers, *asked: Action | Refused, again: bool = False) -> list[ActionAnswer]:
    with bare.database.write() as unit:
        return list(answer_batch(unit, Desk(), asked, handlers.table(), again=again))


def statuses(answers: list[ActionAnswer]) -> list[str]:
    return [one.refusal.code if isinstance(one, Refused) else type(one).__name__ for one in answers]


@pytest.mark.row("R7")
@pytest.mark.parametrize("draft", ["refused", "forbidden", "odd", "broken", "broken-at-commit"])
def test_a_poison_action_holds_nobody_up(bare: Bare, draft: str) -> None:
    handlers = Handlers()
    said = statuses(answer(bare, handlers, action("1", "a"), action("2", draft), action("3", "c")))
    assert (said[0], said[2]) == ("Done", "Done")
    expected = {"refused": "draft_gone", "forbidden": "not_permitted", "odd": "invalid"}
    assert said[1] == expected.get(draft, "Retry")
    assert handlers.done == ["a", "c"]
    desk = Desk()
    (page,) = desk.pull_all(bare)
    assert (desk.ids(), page.done) == (["a", "c"], ())  # what is in a first copy needs no telling


@pytest.mark.row("R7")
def test_what_breaks_for_a_day_is_refused(bare: Bare) -> None:
    handlers, made = Handlers(), bare.clock.now()
    assert statuses(answer(bare, handlers, action("1", "broken", made))) == ["Retry"]
    bare.clock.advance(DAY + 1)
    assert statuses(answer(bare, handlers, action("1", "broken", made))) == ["invalid"]


def test_an_action_happens_once_and_its_answer_is_kept(bare: Bare) -> None:
    handlers = Handlers()
    first = answer(bare, handlers, action("1"), action("2", "refused"))
    assert answer(bare, handlers, action("1"), action("2", "refused")) == first
    assert handlers.done == ["good"]
    assert statuses(answer(bare, handlers, action("1", "another"))) == ["invalid"]
    assert statuses(answer(bare, handlers, action("3"), action("3"))) == ["Done", "Done"]
    assert handlers.done == ["good", "good"]


def test_done_comes_with_the_change_that_did_it(bare: Bare) -> None:
    desk = Desk()
    desk.pull_all(bare)
    (done,) = answer(bare, Handlers(), action("1", "a"))
    (page,) = desk.pull_all(bare)
    assert isinstance(done, Done)
    assert (done.number, page.number, page.done, desk.ids()) == (1, 1, ("1",), ["a"])


def test_what_failed_is_tried_again_in_order(bare: Bare) -> None:
    handlers = Handlers(fails=1)
    first = answer(bare, handlers, action("1", "broken"), action("2", "broken"), action("3", "other"))
    assert statuses(first) == ["Retry", "Retry", "Done"]
    second = answer(bare, handlers, action("1", "broken"), action("2", "broken"))
    assert statuses(second) == ["Done", "Done"]
    assert handlers.done == ["other", "broken", "broken"]


def test_what_depends_on_an_action_that_is_tried_again_waits_with_it(bare: Bare) -> None:
    handlers = Handlers(fails=1)
    asked = (action("1", "broken"), action("2", "later", depends_on="1"), action("3", "last", depends_on="2"))
    assert statuses(answer(bare, handlers, *asked)) == ["Retry", "Retry", "Retry"]
    assert statuses(answer(bare, handlers, *asked)) == ["Done", "Done", "Done"]
    assert handlers.done == ["broken", "later", "last"]


@pytest.mark.row("N3")
def test_too_late_and_what_depends_on_a_refusal(bare: Bare) -> None:
    handlers, now = Handlers(), bare.clock.now()
    said = answer(
        bare,
        handlers,
        action("1", not_after=now - 1),
        action("2", not_after=now),
        action("3", "refused"),
        action("4", depends_on="3"),
        action("5", depends_on="4"),
        action("6", depends_on="2"),
        action("7", depends_on="nobody-knows"),
        action("8", v=99),
    )
    assert statuses(said) == [
        "too_late",
        "Done",
        "draft_gone",
        "dependency_refused",
        "dependency_refused",
        "Done",
        "Done",
        "invalid",
    ]
    assert statuses(answer(bare, handlers, action("9", depends_on="5"))) == ["dependency_refused"]


@pytest.mark.row("R2", "R5")
def test_a_send_that_a_restored_server_may_have_forgotten_is_unknown(bare: Bare) -> None:
    handlers = Handlers()
    send = action("1", payload=SendReminder("a"))
    kept = answer(bare, handlers, action("0"))
    said = answer(bare, handlers, action("0"), send, action("2", "b"), again=True)
    assert said[:2] == [*kept, Unknown("1")]
    assert isinstance(said[2], Done)
    assert answer(bare, handlers, send) == [Unknown("1")]
    assert handlers.done == ["good", "b"]


def test_an_action_of_a_newer_desk_is_refused_alone(bare: Bare) -> None:
    good = encode(action("1"))
    unknown = good.replace(b"dismiss_draft", b"do_magic")
    read = [read_action(good), read_action(unknown)]
    assert read[0] == action("1")
    assert read[1] == Refused("1", Refusal("invalid", field="$.payload.kind"))
    said = answer(bare, Handlers(), *read)
    assert statuses(said) == ["Done", "invalid"]


def test_an_action_with_a_character_that_no_database_keeps_is_refused_alone(bare: Bare) -> None:
    booking = BookAppointment("a", "l", "c", (Choice("s"),), datetime(2026, 3, 10, 9), notes="x\0y")
    read = read_action(encode(action("1", payload=booking)))
    assert read == Refused("1", Refusal("invalid", field="$.payload"))
    fine = replace(booking, notes="x\\u0000y")
    assert isinstance(read_action(encode(action("2", payload=fine))), Action)


def test_a_payload_without_a_handler_does_not_break_the_batch(bare: Bare) -> None:
    said = answer(bare, Handlers(), action("1", "a", payload=RestoreDraft("a")), action("2", "b"))
    assert [type(one) for one in said] == [Retry, Done]


@pytest.mark.row("R7")
def test_what_touches_a_draft_must_say_so(bare: Bare) -> None:
    handlers = Handlers()
    said = answer(bare, handlers, action("1", "a", entity="draft:b"), action("2", "a", entity="a"), action("3", "a"))
    assert statuses(said) == ["invalid", "invalid", "Done"]
    assert [one.refusal.field for one in said if isinstance(one, Refused)] == ["$.entity"] * 2
