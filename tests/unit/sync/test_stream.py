"""Server-sent events: cut anywhere, of any origin; and when to try again."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import stream as stream_module
from sync.errors import Busy, Unreachable, WrongServer
from sync.policy import LONGEST_SECONDS, Backoff, wait
from sync.stream import Event, Parser, Stream

TEXT = b'event: hello\ndata: {}\n\n:\n\nevent: change\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:x\rid: 7\r\r'
EVENTS = [Event("hello", b"{}"), Event("change", b'{"a":\n1}'), Event("message", b"x")]


@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_wherever_a_stream_is_cut_the_events_are_the_same(places: list[int]) -> None:
    ends = [0, *sorted(places), len(TEXT)]
    parser = Parser()
    found = [event for start, end in pairwise(ends) for event in parser.feed(TEXT[start:end])]
    found += parser.feed(b"\n")
    assert found == EVENTS


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_anything_at_all_is_parsed_without_failing(pieces: list[bytes]) -> None:
    parser = Parser()
    for piece in pieces:
        for event in parser.feed(piece):
            assert isinstance(event.data, bytes)


def test_an_event_without_an_end_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "LARGEST_EVENT", 1000)
    for piece in (b"x" * 300, b"data: " + b"x" * 300 + b"\n"):
        parser = Parser()
        for _ in range(3):
            parser.feed(piece)
        with pytest.raises(WrongServer):
            parser.feed(piece)


class Pieces:
    """An open answer that is there already."""

    status = 200
    headers: Mapping[str, str] = {}

    def __init__(self, pieces: list[bytes], lost: bool = False) -> None:
        self._pieces = pieces
        self._lost = lost
        self.released = False

    def read(self) -> bytes:
        if not self._pieces and self._lost:
            raise Unreachable("planted")
        return self._pieces.pop(0) if self._pieces else b""

    def close(self) -> None:
        self._pieces = []

    def release(self) -> None:
        self.released = True


def test_a_stream_ends_with_its_answer_and_lets_go_of_it() -> None:
    answer = Pieces([TEXT[:20], TEXT[20:], b"\n"])
    assert list(Stream(answer)) == EVENTS
    assert answer.released


def test_a_stream_that_is_lost_says_so() -> None:
    answer = Pieces([b"data: 1\n\n"], lost=True)
    events = iter(Stream(answer))
    assert next(events) == Event("message", b"1")
    with pytest.raises(Unreachable):
        next(events)
    assert answer.released


def test_waiting_grows_to_its_limit_and_is_spread_out() -> None:
    assert [wait(attempt, None, lambda: 1.0) for attempt in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert wait(50, None, lambda: 0.0) == 0
    assert wait(1_000_000, Unreachable(), lambda: 0.5) == LONGEST_SECONDS / 2


def test_nobody_comes_back_before_the_server_asked_for_it() -> None:
    assert wait(0, Busy(60.0), lambda: 0.0) == 60
    assert wait(2, Busy(60.0), lambda: 0.5) == 62
    assert wait(2, Busy(), lambda: 0.5) == 2


def test_what_worked_begins_the_count_anew() -> None:
    backoff = Backoff(lambda: 1.0)
    assert [backoff.failed(Unreachable()) for _ in range(3)] == [1, 2, 4]
    backoff.worked()
    assert backoff.failed(Unreachable()) == 1
