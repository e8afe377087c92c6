"""The messages that a demo kept instead of sending them."""

from PySide6.QtCore import QObject, Signal

from desktop.models.salon import Salon
from domain.wire.rows import KINDS, SandboxMessageRow


class Sandbox(QObject):
    """Reads them from the feed; only a demo has any."""

    changed = Signal()

    def __init__(self, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon = salon
        salon.changed.connect(self._salon_changed)

    def messages(self) -> tuple[SandboxMessageRow, ...]:
        """The newest first."""
        rows = self._salon.rows(SandboxMessageRow).values()
        return tuple(sorted(rows, key=lambda row: (-row.at, row.id)))

    def _salon_changed(self, kind: str) -> None:
        if kind == KINDS[SandboxMessageRow]:
            self.changed.emit()
