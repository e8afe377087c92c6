"""Importing clients from a file (row N23): what the dialog holds, step by step."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.models.clients import Clients
from desktop.models.ports import ClientFiles, Imported, Left, Toasts
from desktop.texts import mark, ntr, tr
from domain.client_sheet import Meaning, Plan, columns_of, has_heads
from domain.sheets import Sheet

_WHY = {
    "name_needed": mark("There is no name."),
    "not_a_phone": mark("This is not a phone number."),
    "not_an_email": mark("This is not an email address."),
    "not_a_language": mark("This is not a language."),
    "invalid": mark("Name or notes are too long."),
}


class Step(StrEnum):
    """Where the import stands."""

    CHOOSE = "choose"
    COLUMNS = "columns"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    OVER = "over"


class ClientImport(QObject):
    """One open dialog. Nothing is sent before `go`."""

    changed = Signal()

    def __init__(
        self, region: str, clients: Clients, files: ClientFiles, toasts: Toasts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._region, self._clients, self._files, self._toasts = region, clients, files, toasts
        self.step, self.fault, self.path = Step.CHOOSE, "", Path()
        self.sheet: Sheet | None = None
        self.heads = True
        self.columns: dict[Meaning, int] = {}
        self.plan: Plan | None = None
        self.looked_at = 0
        self.progress = Imported()
        self.refused = RefusedLines(self)
        self._saving = ""

    # What the person does

    def open(self, path: Path, encoding: str = "", delimiter: str = "") -> None:
        """Read a file; how it is written is found out unless it is said."""
        self.path = path
        self._files.open_sheet(path, encoding, delimiter, self._opened)

    def read_as(self, encoding: str, delimiter: str) -> None:
        """Read the same file otherwise."""
        self.open(self.path, encoding, delimiter)

    def set_heads(self, *, heads: bool) -> None:
        """Whether the first line has the names of the columns."""
        self.heads = heads
        self.changed.emit()

    def set_column(self, meaning: Meaning, place: int | None) -> None:
        """Which column means this; none does not."""
        self.columns.pop(meaning, None)
        if place is not None:
            self.columns[meaning] = place
        self.changed.emit()

    def check(self) -> None:
        """Look at every line before anything is done."""
        if self.sheet is None or self.why_not():
            return
        self.step, self.looked_at = Step.CHECKING, 0
        on_file = tuple(self._clients)
        self._files.plan_import(self.sheet, self.heads, dict(self.columns), self._region, on_file, self._planned)
        self.changed.emit()

    def back(self) -> None:
        """Choose columns once more."""
        self._files.stop_import()
        self.step = Step.COLUMNS
        self.changed.emit()

    def go(self) -> None:
        """Put the new ones on file."""
        if self.plan is not None and self.plan.new and self.step is Step.CHECKED:
            self.step, self.progress = Step.IMPORTING, Imported()
            self._files.run_import(self.plan, self._region, self._imported)
            self.changed.emit()

    def stop(self) -> None:
        """Go no further; what is on file stays there."""
        self._files.stop_import()
        if self.step is Step.CHECKING:
            self.back()

    def save_refused(self, path: Path) -> None:
        """Save what was not taken, with reasons."""
        if self.sheet is not None:
            self._saving = str(path)
            self._files.save_refused(path, self.sheet, self.refused.left, self._saved)

    # What the dialog asks

    def why_not(self) -> str:
        """Why the lines cannot be looked at; empty when they can."""
        if self.sheet is None:
            return tr("Choose a file first.")
        named = {"name", "first_name", "last_name"} & self.columns.keys()
        return "" if named else tr("Say which column has the name.")

    def heads_of(self) -> list[str]:
        """What each column is called: its name, or its letter with its first value."""
        if self.sheet is None:
            return []
        width = max(len(line.cells) for line in self.sheet.lines[:100])
        first = self.sheet.lines[0].cells
        names = first if self.heads else ()
        return [names[place] if place < len(names) and names[place] else _letter(place) for place in range(width)]

    def sample(self, meaning: Meaning) -> str:
        """The first value that the file has for it."""
        place, sheet = self.columns.get(meaning), self.sheet
        if place is None or sheet is None:
            return ""
        lines = sheet.lines[1 if self.heads else 0 :][:100]
        return next((line.cells[place] for line in lines if place < len(line.cells) and line.cells[place]), "")

    def summary(self) -> list[str]:
        """What will happen, or has, with numbers; nothing of what there is none of."""
        plan = self.plan
        if plan is None:
            return []
        same, left = plan.same + self.progress.same, len(self.refused.left)
        if self.step in {Step.IMPORTING, Step.OVER}:
            first = ntr("{count} client was added.", "{count} clients were added.", self.progress.added)
        else:
            first = ntr("{count} new client will be added.", "{count} new clients will be added.", len(plan.new))
        told = [first]
        if same:
            told.append(
                ntr("{count} is on file already and stays as it is.", "{count} are on file already and stay.", same)
            )
        if left:
            told.append(ntr("{count} line cannot be taken.", "{count} lines cannot be taken.", left))
        return told

    def _opened(self, sheet: Sheet | None, why_not: str) -> None:
        self.fault = why_not
        if sheet is not None:
            before, self.sheet = self.sheet, sheet
            if before is None or before.lines[0].cells != sheet.lines[0].cells:
                self.heads = has_heads(sheet.lines)
                self.columns = columns_of(sheet.lines[0].cells) if self.heads else {}
            self.step = Step.COLUMNS
        self.changed.emit()

    def _planned(self, looked_at: int, plan: Plan | None) -> None:
        if self.step is not Step.CHECKING:
            return
        self.looked_at = looked_at
        if plan is not None:
            self.plan, self.step, self.progress = plan, Step.CHECKED, Imported()
            self.refused.show([Left(one.line, _why(one.code, one.other)) for one in plan.refused])
        self.changed.emit()

    def _imported(self, progress: Imported) -> None:
        self.progress = progress
        if progress.over and self.plan is not None:
            self.step, self.fault = Step.OVER, progress.lost
            late = [Left(line, _why(code)) for line, code in progress.refused]
            self.refused.show([*self.refused.left, *late])
        self.changed.emit()

    def _saved(self, why_not: str) -> None:
        self._toasts.say(why_not or tr("Saved to {place}", place=self._saving))


class RefusedLines(QAbstractListModel):
    """Lines that are not taken, with why: put into words only as they are seen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left: list[Left] = []

    def show(self, left: Sequence[Left]) -> None:
        """List these."""
        self.beginResetModel()
        self.left = list(left)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.left)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        left = self.left[index.row()]
        told = " · ".join(cell for cell in left.line.cells if cell)[:120]
        return tr("Line {line}: {reason} {what}", line=left.line.number, reason=left.why, what=told)


MEANS: dict[Meaning, str] = {
    "name": mark("Name"),
    "first_name": mark("First name"),
    "last_name": mark("Last name"),
    "phone": mark("Phone"),
    "email": mark("Email"),
    "language": mark("Language"),
    "notes": mark("Notes"),
}


def _why(code: str, other: int = 0) -> str:
    if code == "twice":
        return tr("Line {line} has the same phone number.", line=other)
    return tr(_WHY.get(code, _WHY["invalid"]))


def _letter(place: int) -> str:
    """A column as spreadsheets call it: A, B ... Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return tr("Column {letter}", letter=name)
