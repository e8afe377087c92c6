"""What the system tells of the bell while the window is behind others (row N15)."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.models.notices import Notice, Notices
from desktop.models.pending import Pending
from desktop.models.ports import Notifier
from desktop.texts import mark, ntr, tr

_EVENTS = {
    "incomplete": mark("A booking was left unfinished."),
    "reminder_failed": mark("A reminder could not be sent."),
    "message_failed": mark("A message about an appointment could not be delivered."),
    "reply": mark("A client has replied."),
    "text": mark("Somebody has written by SMS."),
    "offer_accepted": mark("A client has accepted the time that was offered."),
    "offer_declined": mark("A client has declined the time that was offered."),
    "offer_expired": mark("A client has not answered an offer in time."),
    "waitlist_match": mark("A time has become free for somebody on the waitlist."),
}


class Alerts(QObject):
    """Tells of lines that came while nobody looked. `names` are said only where `may_name` says so."""

    def __init__(
        self,
        notices: Notices,
        pending: Pending,
        notifier: Notifier,
        in_front: Callable[[], bool],
        may_tell: Callable[[], bool],
        may_name: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notices, self._pending, self._notifier = notices, pending, notifier
        self._in_front, self._may_tell, self._may_name = in_front, may_tell, may_name
        self._newest, self._was_live = 0, False
        notices.changed.connect(self._changed)
        pending.connection_changed.connect(self._connected)

    def _connected(self) -> None:
        self._was_live = self._was_live or self._pending.online

    def _changed(self) -> None:
        """What was there when the desk first reached its server is no news."""
        self._notifier.count(self._notices.fresh() if self._may_tell() else 0)
        lines = self._notices.newest()
        before, newest = self._newest, max((line.at for line in lines), default=0)
        self._newest = max(before, newest)
        if not self._was_live or self._in_front() or not self._may_tell():
            return
        news = [line for line in lines if line.at > before and line.fresh]
        if news:
            self._tell(news)

    def _tell(self, news: list[Notice]) -> None:
        if len(news) > 1:
            said = ntr("{count} new notification", "{count} new notifications", len(news))
            self._notifier.tell("Deskbell", said)
            return
        line = news[0]
        words = tr(_EVENTS[line.event]) if line.event in _EVENTS else tr("Something new is in the bell's list.")
        named = line.client_name if self._may_name() else ""
        self._notifier.tell(named or "Deskbell", f"{words}\n{line.place}".strip())
