"""Which rows have tests is only true when every way to write the mark is seen."""

from pathlib import Path

import pytest

from tools import rows

MARKED = """
import pytest

pytestmark = pytest.mark.row("B1")

@pytest.mark.row("B2", "R1")
def test_one(): ...

class TestMany:
    @pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.row("B3"))])
    async def test_two(self, n): ...

def test_three(record):
    record.row("B4")
    record.table.row("B5")
"""


def test_marks_are_found_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "test_sample.py"
    path.write_text(MARKED, encoding="utf-8")
    name = path.as_posix()
    assert rows.collect(tmp_path) == [
        rows.Mark("B1", name),
        rows.Mark("B2", f"{name}::test_one"),
        rows.Mark("R1", f"{name}::test_one"),
        rows.Mark("B3", f"{name}::TestMany::test_two"),
    ]


def test_a_name_that_is_no_row_is_unknown() -> None:
    marks = [rows.Mark("B1", "a"), rows.Mark("B99", "b")]
    assert rows.unknown({"B1": "text"}, marks) == [rows.Mark("B99", "b")]


def test_every_row_and_promise_stands_in_the_document() -> None:
    found = rows.known_rows(rows.FEATURES.read_text(encoding="utf-8"))
    counts = {"B": 24, "M": 18, "K": 6, "W": 11, "N": 25, "R": 9, "S": 10}
    assert list(found) == [f"{letter}{number + 1}" for letter, count in counts.items() for number in range(count)]


def test_every_row_and_its_tests_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/features.md").write_text("| B1 | first |\n| B2 | second |\n", encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_it.py").write_text("@pytest.mark.row('B2', 'X1')\ndef test_it(): ...\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert rows.main([]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "B1   first",
        "B2   second",
        "       tests/test_it.py::test_it",
        "1 of 2 rows have tests",
    ]
    assert said.err == "no such row: X1 in tests/test_it.py::test_it\n"
