"""When a figure is held, and how it is told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import MODULES
from tests.bench.figures import Figure, Promise, percentile

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("value", "floor", "held"),
    [
        (25, None, True),
        (25.1, None, False),
        (25.1, 0.75, False),
        (50, 1.5, True),
        (50.1, 1.5, False),
        (25.1, 0.1, False),
    ],
)
def test_a_slower_machine_has_its_allowance_and_a_faster_one_loses_none(
    value: float, floor: float | None, held: bool
) -> None:
    assert Promise("p50 ms", value, 25, floor, 0.75).held is held


@pytest.mark.parametrize(
    ("value", "floor", "held"), [(20_000, 60_000, True), (10_000, 25_500, True), (9_999, 25_500, False)]
)
def test_a_rate_is_held_from_below(value: float, floor: float, held: bool) -> None:
    assert Promise("rows/s", value, 20_000, floor, 51_000, least=True).held is held


def test_one_broken_promise_breaks_the_figure() -> None:
    kept, broken = Promise("a", 1, 2), Promise("b", 3, 2)
    assert Figure("P1", {"a": 1.00049}, (kept,)).as_json() == {"a": 1.0, "held": True}
    assert Figure("P1", {"b": 3}, (kept, broken)).as_json() == {"b": 3, "held": False}
    assert "b 3 (<= 2) NOT HELD" in str(Figure("P1", {}, (broken,)))


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile([7.0], 0.99)) == (51.0, 100.0, 7.0)


def test_the_command_prints_one_object_and_nothing_else() -> None:
    command = [sys.executable, "-m", "tests.bench", "--json", "P5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=110, check=False)
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout).keys() == {"P5"}
    assert json.loads(done.stdout)["P5"].keys() >= {"seconds", "held"}


def test_an_unknown_figure_is_one_line() -> None:
    command = [sys.executable, "-m", "tests.bench", "P77"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert list(MODULES) == ["P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9", "P10", "stalls"]
