"""A bundle counts only when its selftest answered for every part, on its own feet."""

from pathlib import Path

import pytest

from tools import package

GOOD = [f"{part}: ok" for part in package.PARTS]


def test_a_complete_selftest_has_no_fault() -> None:
    assert package.faults(0, GOOD) == []


def test_a_part_without_a_line_is_a_fault() -> None:
    lines = [line for line in GOOD if not line.startswith(("TLS", "window"))]
    assert package.faults(0, lines) == ["the selftest said nothing about: TLS, window"]


def test_a_selftest_that_ends_badly_is_a_fault() -> None:
    assert package.faults(1, GOOD) == ["the selftest ended with 1"]


def test_the_bundle_is_tried_without_path_or_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    environment = package.bare_environment(tmp_path)
    assert environment["PATH"] == ""
    assert environment["HOME"] == environment["LOCALAPPDATA"] == str(tmp_path)
    assert "PYTHONPATH" not in environment
