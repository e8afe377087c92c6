"""Setting up happens when its reason changed, and not otherwise."""

import os
import sys
from pathlib import Path

import pytest

from tools import setup, system
from tools.failure import SetupFailed

DPKG = """#!{python}
import sys
for name in sys.argv[4:]:
    if name in {installed!r}:
        print(name, "installed")
    elif name == "removed":
        print(name, "config-files")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has been set up, as its stamp says."""
    for name in (*setup.LOCKS, "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    place = tmp_path / ".venv"
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python.parent.mkdir(parents=True)
    python.touch()
    setup.write_stamp(place, setup.stamp_of(tmp_path))
    return tmp_path


def steps_of(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `ensure` would do there, by the names of its steps."""
    done: list[str] = []
    monkeypatch.setattr(setup, "works", lambda _python: True)
    monkeypatch.setattr(setup, "make_venv", lambda _place: done.append("venv"))
    monkeypatch.setattr(setup, "install_locks", lambda _root, _python: done.append("locks"))
    monkeypatch.setattr(setup, "run", lambda argv, _root, _trouble: done.append(argv[-1]))
    setup.ensure(project)
    return done


def test_nothing_is_done_twice(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert steps_of(project, monkeypatch) == []


@pytest.mark.parametrize(
    ("changed", "steps"),
    [("requirements.lock", ["locks", "."]), ("requirements-dev.lock", ["locks", "."]), ("pyproject.toml", ["."])],
)
def test_a_changed_file_repeats_what_depends_on_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, changed: str, steps: list[str]
) -> None:
    (project / changed).write_text("another", encoding="utf-8")
    assert steps_of(project, monkeypatch) == steps
    assert steps_of(project, monkeypatch) == []


def test_a_moved_or_foreign_venv_is_made_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = {**setup.stamp_of(project), "place": "elsewhere"}
    setup.write_stamp(project / ".venv", stamp)
    assert steps_of(project, monkeypatch) == ["venv", "locks", "."]


class Builder:
    """Stands in for making a .venv, which takes ten seconds."""

    def __init__(self, **_wishes: object) -> None:
        pass

    def create(self, place: Path) -> None:
        if place.name == "unusable":
            raise ValueError("Refusing to create a venv in " + str(place))
        place.mkdir()


def test_a_venv_that_is_a_link_is_never_deleted_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere, place = tmp_path / "elsewhere", tmp_path / ".venv"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    try:
        place.symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system does not let everybody make links")
    monkeypatch.setattr("venv.EnvBuilder", Builder)
    setup.make_venv(place)
    assert place.is_dir()
    assert not place.is_symlink()
    assert (elsewhere / "kept").exists()


def test_a_place_that_takes_no_venv_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("venv.EnvBuilder", Builder)
    with pytest.raises(SetupFailed, match=r"making \.venv failed: Refusing"):
        setup.make_venv(tmp_path / "unusable")


def test_a_failed_step_leaves_no_stamp(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "pyproject.toml").write_text("another", encoding="utf-8")

    def fail(*_step: object) -> None:
        raise SetupFailed("no")

    monkeypatch.setattr(setup, "works", lambda _python: True)
    monkeypatch.setattr(setup, "run", fail)
    with pytest.raises(SetupFailed):
        setup.ensure(project)
    assert setup.read_stamp(project / ".venv") == {}


def test_translations_are_compiled_when_they_changed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    po = project / "resources/translations/de/LC_MESSAGES/deskbell.po"
    po.parent.mkdir(parents=True)
    po.touch()
    assert steps_of(project, monkeypatch) == ["compile"]
    mo = po.with_suffix(".mo")
    mo.touch()
    assert steps_of(project, monkeypatch) == []
    os.utime(mo, ns=(0, po.stat().st_mtime_ns - 1))
    assert steps_of(project, monkeypatch) == ["compile"]


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system whose package tools know of one package only."""
    if sys.platform == "win32":
        pytest.skip("Windows has no system packages")
    for name in ("dpkg-query", "apt-get"):
        tool = tmp_path / name
        tool.write_text(DPKG.format(python=sys.executable, installed=["libgl1"]), encoding="utf-8")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_missing_packages_are_found(debian: None) -> None:
    assert system.missing(("libgl1", "removed", "xvfb")) == ["removed", "xvfb"]


def test_without_rights_the_exact_command_is_told(debian: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SetupFailed) as failed:
        system.ensure(("libgl1", "xvfb", "xauth"))
    assert failed.value.code == 2
    assert str(failed.value).endswith(
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends xvfb xauth"
    )


def test_with_everything_there_nothing_is_asked(debian: None) -> None:
    system.ensure(("libgl1",))
