"""dev.py's own manners: what it says to a wrong word, and what it needs a screen for."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import dev
from tools import lock, run

DEV = Path(dev.__file__)


def dev_py(*arguments: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(DEV), *arguments]
    return subprocess.run(argv, capture_output=True, text=True, encoding="utf-8", check=False)


def test_an_unknown_command_is_one_line_and_2() -> None:
    answer = dev_py("dance")
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.startswith("dev.py: no command 'dance'; there are run, test, check")


def test_a_wrong_argument_is_one_line_and_2() -> None:
    answer = dev_py("rows", "--loud")
    assert (answer.returncode, answer.stderr) == (2, "dev.py rows: unrecognized arguments: --loud\n")


def test_help_names_every_command() -> None:
    answer = dev_py("--help")
    assert answer.returncode == 0
    assert all(f"\n  {name} " in answer.stdout for name in dev.COMMANDS)


@pytest.mark.parametrize("name", dev.COMMANDS)
def test_a_command_exists_only_once_it_works(name: str) -> None:
    assert find_spec(dev.COMMANDS[name].module) is not None


@pytest.mark.parametrize(
    ("platform", "environment", "screen"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {}, False),
    ],
)
def test_where_a_window_can_be_shown(platform: str, environment: dict[str, str], screen: bool) -> None:
    assert run.has_screen(platform, environment) is screen


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_by_hash_and_names_no_address(name: str) -> None:
    text = (DEV.parent / name).read_text(encoding="utf-8")
    assert lock.addresses(text) == []
    pins = [line for line in text.splitlines() if line[:1].isalnum()]
    assert pins
    assert all("==" in line and line.endswith("\\") for line in pins)


@pytest.mark.parametrize(
    "line", ["--index-url x", "--find-links x", "a @ https://example.org/a.whl", "--extra-index-url x"]
)
def test_an_address_in_a_lock_is_found(line: str) -> None:
    assert lock.addresses(f"a==1 \\\n{line}\n") == [line]
