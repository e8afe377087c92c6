"""Sessions that are over are remembered to be, whatever becomes of their file."""

from pathlib import Path

import pytest

from sync.ended import EndedSessions, mark_of

pytestmark = pytest.mark.row("S8")


def test_they_are_known_to_the_next_process(tmp_path: Path) -> None:
    first = EndedSessions(tmp_path / "desk" / "ended.json")
    first.add(mark_of("a"))
    first.add(mark_of("a"))
    assert mark_of("a") in EndedSessions(tmp_path / "desk" / "ended.json")
    assert mark_of("b") not in EndedSessions(tmp_path / "desk" / "ended.json")


def test_the_oldest_are_let_go(tmp_path: Path) -> None:
    ended = EndedSessions(tmp_path / "ended.json")
    for number in range(60):
        ended.add(mark_of(str(number)))
    assert mark_of("0") not in ended
    assert mark_of("59") in EndedSessions(tmp_path / "ended.json")


@pytest.mark.parametrize("content", [b"", b"[1]", b"nonsense"])
def test_a_file_that_cannot_be_read_is_as_if_there_were_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ended.json").write_bytes(content)
    assert mark_of("a") not in EndedSessions(tmp_path / "ended.json")


def test_a_folder_that_cannot_be_written_to_costs_only_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "desk").write_bytes(b"a file where the folder should be")
    ended = EndedSessions(tmp_path / "desk" / "ended.json")
    ended.add(mark_of("a"))
    assert mark_of("a") in ended
