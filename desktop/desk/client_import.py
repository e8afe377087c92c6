"""Reading a file of clients and putting them on file, on the lane of the clients' screen (row N23)."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event

from desktop.models.ports import Imported, Left
from desktop.texts import tr
from domain.client_sheet import Columns, Plan, plan
from domain.clients import Known
from domain.sheets import LARGEST, Line, NotASheet, Sheet, UnreadableLine, read_sheet, write_sheet
from domain.wire.clients import IMPORT_BATCH, ImportBatch, ImportRow
from domain.wire.rows import ClientRow
from sync.api import Api
from sync.errors import SyncError

_TOLD_EVERY = 500


class SheetRefused(Exception):
    """The file cannot be read as a table; the text says why, in words."""


def opened(path: Path, encoding: str, delimiter: str) -> Sheet:
    """The table in a file. Raises SheetRefused."""
    try:
        if path.stat().st_size > LARGEST:
            raise SheetRefused(tr("This file is larger than 64 MB. Please save it in parts."))
        sheet = read_sheet(path.read_bytes(), encoding, delimiter)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SheetRefused(tr("The file cannot be opened: {reason}", reason=reason)) from error
    except NotASheet as error:
        text = tr("This is not a table in text form. Save it as CSV in your spreadsheet program and choose that file.")
        raise SheetRefused(text) from error
    except UnreadableLine as error:
        text = tr("From line {line} on the file cannot be read: a quotation mark is not closed.", line=error.line)
        raise SheetRefused(text) from error
    if not sheet.lines:
        raise SheetRefused(tr("There is nothing in this file."))
    return sheet


def planned(
    lines: Sequence[Line],
    columns: Columns,
    region: str,
    on_file: Iterable[ClientRow],
    new_id: Callable[[], str],
    tell: Callable[[int], None],
    stopped: Event,
) -> Plan | None:
    """What will become of the lines; None when it was stopped."""
    known = (Known(row.id, row.name, row.phone, row.email) for row in on_file)
    found = Plan()
    for found in plan(lines, columns, region, known, new_id):
        if found.looked_at % _TOLD_EVERY == 0:
            tell(found.looked_at)
            if stopped.is_set():
                return None
    return found


def imported(
    api: Api,
    new: Sequence[tuple[Line, ImportRow]],
    region: str,
    why: Callable[[SyncError], str],
    tell: Callable[[Imported], None],
    stopped: Event,
) -> Imported:
    """Sends the lines, some at a time. What is on file when it stops stays there: the same file may come again."""
    so_far = Imported()
    for start in range(0, len(new), IMPORT_BATCH):
        part = new[start : start + IMPORT_BATCH]
        if stopped.is_set():
            return _with(so_far, lost=tr("Stopped."))
        try:
            answer = api.import_clients(ImportBatch(region, tuple(row for _, row in part)))
        except SyncError as error:
            return _with(so_far, lost=why(error))
        so_far = _counted(so_far, part, answer.outcomes)
        tell(so_far)
    return _with(so_far)


def _with(so_far: Imported, lost: str = "") -> Imported:
    return Imported(so_far.added, so_far.same, so_far.refused, over=True, lost=lost)


def _counted(so_far: Imported, part: Sequence[tuple[Line, ImportRow]], outcomes: Sequence[str]) -> Imported:
    refused = tuple(
        (line, outcome) for (line, _), outcome in zip(part, outcomes, strict=True) if outcome not in {"new", "same"}
    )
    return Imported(
        so_far.added + outcomes.count("new"), so_far.same + outcomes.count("same"), so_far.refused + refused
    )


def report(sheet: Sheet, refused: Sequence[Left]) -> bytes:
    """The lines that were not taken, as a table that can be put right and imported again."""
    heads = sheet.lines[0].cells if sheet.lines else ()
    rows: list[Sequence[str]] = [(tr("Line"), tr("Reason"), *heads)]
    rows += [(str(left.line.number), left.why, *left.line.cells) for left in refused]
    return write_sheet(rows, sheet.delimiter)
