"""The command line of the desktop."""

from pathlib import Path

import pytest

from desktop.__main__ import main, no_screen
from desktop.settings import Settings, from_arguments, server_address


def test_the_arguments(tmp_path: Path) -> None:
    asked = ["--server", "salon.example.com/", "--data", str(tmp_path), "--language", "de", "--theme", "dark"]
    assert from_arguments(asked) == Settings(tmp_path, server="https://salon.example.com", language="de", theme="dark")
    assert from_arguments(["--demo", "--data", str(tmp_path)]) == Settings(tmp_path, demo=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--server", "ftp://x"],
        ["--server", "http://"],
        ["--server", "http://a b"],
        ["--server", "http://x:99999"],
        ["--theme", "pink"],
        ["--language", "tlh"],
        ["--demo", "--server", "https://salon.example.com"],
        ["--data", __file__],
        ["surprise"],
    ],
)
def test_wrong_arguments_are_one_line_and_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        from_arguments(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("deskbell: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://salon.example.com/ ", "https://salon.example.com"),
        ("salon.example.com", "https://salon.example.com"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/deskbell", "http://[::1]:8000/deskbell"),
        ("", None),
        ("https://user@salon.example.com", None),
        ("https://salon.example.com?x=1", None),
    ],
)
def test_addresses_as_people_type_them(typed: str, address: str | None) -> None:
    assert server_address(typed) == address


def test_without_a_screen_it_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert no_screen()
    assert main(["--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.row("R8")
def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["--data", str(tmp_path / "file" / "desk")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("deskbell: ")
    assert "cannot be used" in said
    assert said.count("\n") == 1
