import contextlib
import datetime as dt
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wire import access, actions, automations, booking, catalogue, channels, offers, presence, rows, sync, team
from domain.wire.actions import Action, ActionBatch, BookAppointment, Choice, DismissDraft
from domain.wire.base import Answer, Money, Question, decode, encode

MODULES = (access, actions, automations, booking, catalogue, channels, offers, presence, rows, sync, team)
STRUCTS = sorted(
    {
        thing
        for module in MODULES
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Answer | Question) and thing not in (Answer, Question)
    },
    key=lambda struct: struct.__name__,
)
ACTION = Action("a1", "draft:d1", 5, DismissDraft("d1"))


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_questions_refuse_unknown_fields_and_answers_pass_over_them(struct: type[msgspec.Struct]) -> None:
    config = struct.__struct_config__
    assert config.frozen
    assert config.forbid_unknown_fields == issubclass(struct, Question)


@pytest.mark.row("R9")
def test_an_older_desk_reads_a_newer_answer() -> None:
    assert decode(b'{"minor":5,"currency":"EUR","later":{"x":1}}', Money) == Money(5, "EUR")


FITTING = {"id": "a", "entity": "e", "made_at": 0, "payload": {"kind": "dismiss_draft", "draft_id": "d"}}


@pytest.mark.row("S7")
@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"made_at": "5"}, "made_at"),
        ({"made_at": 0.5}, "made_at"),
        ({"made_at": -1}, "made_at"),
        ({"made_at": 10**18}, "made_at"),
        ({"id": "a b"}, "id"),
        ({"id": None}, "id"),
        ({"v": 0}, "v"),
        ({"extra": 1}, "extra"),
        ({"payload": {"kind": "explode"}}, "payload.kind"),
        ({"payload": {"kind": "dismiss_draft", "draft_id": "d", "extra": 1}}, "payload"),
    ],
)
def test_a_wrong_question_is_refused_at_the_field_at_fault(wrong: dict[str, object], where: str) -> None:
    decode(encode({"actions": [FITTING]}), ActionBatch)
    with pytest.raises(msgspec.ValidationError, match=where):
        decode(encode({"actions": [FITTING | wrong]}), ActionBatch)


@pytest.mark.parametrize("start", ['"2025-01-01T10:00:00Z"', '"2025-01-01T10:00:00+01:00"', "0", '"tomorrow"'])
def test_a_local_time_has_no_zone_and_is_no_number(start: str) -> None:
    body = f'{{"draft_id":"d","start":{start}}}'.encode()
    with pytest.raises(msgspec.ValidationError, match="start"):
        decode(body, booking.Confirm)


def test_a_batch_has_a_hundred_actions_at_most() -> None:
    decode(encode(ActionBatch((ACTION,) * 100)), ActionBatch)
    with pytest.raises(msgspec.ValidationError):
        decode(encode(ActionBatch((ACTION,) * 101)), ActionBatch)


IDS = st.text("abc019_.:-", min_size=1, max_size=64)
PAYLOADS = st.one_of(
    st.builds(DismissDraft, IDS),
    st.builds(
        BookAppointment,
        IDS,
        IDS,
        IDS,
        st.lists(st.builds(Choice, IDS, st.none() | IDS), min_size=1, max_size=3).map(tuple),
        st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)),
        st.none() | IDS,
        st.text(max_size=50),
    ),
)


@given(PAYLOADS, st.integers(0, 253_402_300_799_999_999), IDS, st.none() | IDS)
def test_an_action_comes_over_the_wire_as_it_was(
    payload: actions.Payload, made_at: int, name: str, depends_on: str | None
) -> None:
    action = Action(name, f"draft:{name}"[:100], made_at, payload, depends_on=depends_on)
    assert decode(encode(action), Action) == action


@given(st.binary(max_size=60))
def test_no_bytes_do_anything_but_decode_or_raise(body: bytes) -> None:
    with contextlib.suppress(msgspec.DecodeError):
        decode(body, ActionBatch)


@pytest.mark.parametrize(("struct", "kind"), [*rows.KINDS.items()], ids=[*rows.KINDS.values()])
def test_every_kind_of_row_says_its_kind_on_the_wire(struct: type[msgspec.Struct], kind: str) -> None:
    assert (struct.__struct_config__.tag_field, struct.__struct_config__.tag) == ("kind", kind)


def test_every_row_has_a_kind() -> None:
    assert set(get_args(rows.Row)) == set(rows.KINDS)
