"""The tour as its command: every step, its pictures, and that it can fail."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]


def take(*arguments: str | Path) -> tuple[int, list[str], str]:
    """The tour's exit code, its lines, and what else it said."""
    command = [sys.executable, "-m", "tools.tour", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=110, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def colours(picture: Path) -> int:
    """How many colours can be seen on a coarse grid."""
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1280, 800)
    return len({image.pixel(x, y) for x in range(0, 1280, 8) for y in range(0, 800, 8)})


@pytest.mark.row("B5", "B10", "B12", "B13", "B14", "B15", "B16", "B18", "N3", "N4", "N8")
def test_the_whole_tour_takes_place(tmp_path: Path) -> None:
    (tmp_path / "01-old-light.png").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    code, lines, errors = take(tmp_path)

    assert code == 0, "\n".join([*lines[-3:], errors])
    assert [line[:2] for line in lines] == [f"{number:02}" for number in range(1, len(lines) + 1)]
    assert any(": expiry to card painted: " in line and line.endswith(" ms") for line in lines)
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == 2 * len(lines)
    assert [picture.name for picture in pictures if colours(picture) < 10] == []
    assert (tmp_path / "notes.txt").exists()


@pytest.mark.row("N4")
def test_the_tour_fails_when_nothing_is_pushed(tmp_path: Path) -> None:
    code, lines, _ = take("--without-push", tmp_path)

    assert code == 1
    assert "expired: DID NOT HAPPEN" in lines[-1]


def test_a_place_that_is_no_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, lines, errors = take(tmp_path / "file")

    assert (code, lines) == (2, [])
    assert errors.count("\n") == 1
