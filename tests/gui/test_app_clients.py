"""Clients from several desks over the real server: merged here while edited there, imported, exported, erased (N23)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.models.client_import import Step
from desktop.models.search_hits import Hit, Kind
from desktop.views.clients.edit import ClientDialog
from desktop.views.clients.importing import ImportDialog
from desktop.views.clients.merge import MergeDialog
from desktop.views.shell.question import Question
from desktop.workplace import CLIENTS
from tests.gui.support.clicks import press
from tests.gui.support.house import House
from tests.gui.support.program import Program

pytestmark = pytest.mark.row("N23")
Start = Callable[..., Program]


def known(program: Program, name: str) -> str:
    """The id of the client with this name, once this desk holds her."""

    def ids() -> list[str]:
        return [row.id for row in program.work.clients if row.name == name]

    program.until(lambda: bool(ids()))
    return ids()[-1]


def at_card(desk: Start, name: str, who: str, client: str) -> Program:
    """Somebody with a client's card before her."""
    program = desk(name)
    program.sign_in(who)
    client_id = known(program, client)
    program.until(program.work.client_records.desk.may_see)
    program.work.open_client(client_id)
    assert program.work.shell.current() == CLIENTS
    return program


def notes(program: Program, client_id: str) -> str:
    row = program.work.clients.get(client_id)
    return row.notes if row else ""


@pytest.mark.row("N23", "N3")
def test_a_client_merged_on_one_desk_while_edited_on_another_that_is_offline(desk: Start, house: House) -> None:
    house.abandon("Gone Girl")
    house.abandon("Stays Put")
    ana, ben = at_card(desk, "ana", "admin", "Stays Put"), at_card(desk, "ben", "owner", "Gone Girl")
    stays, gone = known(ana, "Stays Put"), known(ana, "Gone Girl")
    ben.wire.cut()
    ben.until(lambda: ben.bar_says.startswith("Offline"))
    ben.work.client_records.edit(gone)
    form = ben.one(ClientDialog).form
    form.set("notes", "Typed on the train")
    press(ben.one(ClientDialog), "Save")
    ben.until(lambda: notes(ben, gone) == "Typed on the train")
    ana.work.client_records.merge(stays, gone)
    dialog = ana.one(MergeDialog)
    ana.until(lambda: "will move to Stays Put" in dialog.merge.preview())
    press(dialog, "Merge")
    ana.until(lambda: ana.work.clients.get(gone) is None)
    assert {row.client_id for row in ana.work.drafts.of_client(stays)} == {stays}
    ben.wire.mend()
    ana.until(lambda: "Typed on the train" in notes(ana, stays))
    ben.until(lambda: "Typed on the train" in notes(ben, stays) and ben.work.clients.get(gone) is None)
    assert ben.connection.refused == 0


@pytest.mark.row("N23", "N17")
def test_put_on_file_from_the_box_and_by_another_desk_at_once(desk: Start, house: House) -> None:
    house.abandon("Nora Nowak")
    ana, ben = at_card(desk, "ana", "admin", "Nora Nowak"), at_card(desk, "ben", "owner", "Nora Nowak")
    (command,) = (one for one in ana.work.palette.commands() if one.name == "client")
    ana.work.palette.box.chosen.emit(Hit(Kind.COMMAND, command.name, command.title))
    dialog = ana.one(ClientDialog)
    dialog.form.set("name", "Nadja Neu")
    dialog.form.set("phone", "030 9876543")
    dialog.form.set("language", "fr")
    dialog.form.set("notes", "Rings twice")
    press(dialog, "Save")
    ana.until(lambda: ana.work.client_records.screen.shown_id() == dialog.form.client_id)
    client_id = known(ben, "Nadja Neu")
    row = ben.work.clients.get(client_id)
    assert row is not None
    assert (row.phone, row.language, row.notes) == ("+49309876543", "fr", "Rings twice")


def test_a_file_comes_on_file_and_again_adds_nobody(desk: Start, house: House, tmp_path: Path) -> None:
    house.abandon("Nora Nowak")
    ana = at_card(desk, "ana", "admin", "Nora Nowak")
    path = tmp_path / "clients.csv"
    lines = "".join(f"Import {n};im{n}@example.org\r\n" for n in range(300))
    path.write_text(f"Name;E-Mail\r\n{lines}", encoding="utf-16")
    for added, same in ((300, 0), (0, 300)):
        ana.work.client_records.bring()
        dialog = ana.one(ImportDialog)
        dialog.model.open(path)
        ana.until(lambda dialog=dialog: dialog.model.step is Step.COLUMNS)  # type: ignore[misc]
        press(dialog, "Check")
        ana.until(lambda dialog=dialog: dialog.model.step is Step.CHECKED)  # type: ignore[misc]
        assert dialog.model.plan is not None
        assert (len(dialog.model.plan.new), dialog.model.plan.same) == (added, same)
        if added:
            press(dialog, "Import")
            ana.until(lambda dialog=dialog: dialog.model.step is Step.OVER)  # type: ignore[misc]
            assert (dialog.model.progress.added, dialog.model.fault) == (300, "")
            known(ana, "Import 299")
        dialog.reject()
        ana.until(lambda: not ana.app.window.findChildren(ImportDialog))


@pytest.mark.row("N23", "S3")
def test_all_that_is_held_is_saved_and_then_erased_from_every_desk(desk: Start, house: House, tmp_path: Path) -> None:
    house.abandon("Erika Erased", notes="Left door")
    ana, ben = at_card(desk, "ana", "admin", "Erika Erased"), at_card(desk, "ben", "owner", "Erika Erased")
    client_id = known(ana, "Erika Erased")
    path = tmp_path / "held.json"
    ana.work.client_records.desk.export(client_id, path)
    ana.until(lambda: path.with_suffix(".txt").exists())
    ana.until(lambda: "Saved to" in ana.toast())
    held = json.loads(path.read_text(encoding="utf-8"))
    assert (held["client"]["name"], held["drafts"][0]["notes"]) == ("Erika Erased", "Left door")
    readable = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
    assert "Erika Erased" in readable
    assert "Left door" in readable
    ana.work.client_records.erase(client_id)
    ana.until(lambda: bool(ana.app.window.findChildren(Question)))
    press(ana.one(Question), "Erase")
    for program in (ana, ben):
        program.until(lambda program=program: program.work.clients.get(client_id) is None)  # type: ignore[misc]
        program.until(lambda program=program: not program.work.drafts.of_client(client_id))  # type: ignore[misc]
        assert program.work.client_records.screen.shown_id() == ""
