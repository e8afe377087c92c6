"""Says, on the replica's lane, what the screen has to know. Nothing of a copy that is locked leaves it."""

from collections.abc import Callable

from desktop.desk.holder import Holder
from desktop.desk.shown import Shown, nothing
from desktop.desk.signals import News
from domain.clock import Clock
from sync.errors import Damaged
from sync.store.changed import Changed
from sync.store.entry import Entry
from sync.store.replica import Replica

_NOTHING = News()


class Teller:
    """May be called from any thread; answers on the lane by `tell` and `tell_locked`.

    A copy that turns out damaged is emptied, and `refetch` called. Other failures are the lane's to report.
    """

    def __init__(
        self,
        replica: Holder[Replica],
        clock: Clock,
        tell: Callable[[News], None],
        tell_locked: Callable[[bool], None],
        refetch: Callable[[], None],
    ) -> None:
        self._replica, self._clock = replica, clock
        self._tell, self._tell_locked, self._refetch = tell, tell_locked, refetch
        self._shown: Shown | None = None
        self._entries: tuple[Entry, ...] = ()
        self._locked = False

    def everything(self) -> None:
        """Tell all there is."""
        self._post(Shown.everything)

    def with_entries(self, entries: tuple[Entry, ...]) -> None:
        """The person's actions in the outbox are these now."""

        def work(shown: Shown) -> News:
            self._entries = entries
            return shown.with_entries(entries)

        self._post(work)

    def step(self, changed: Changed) -> None:
        """The replica has taken a step."""
        self._post(lambda shown: shown.after(changed))

    def afterwards(self, call: Callable[[], None]) -> None:
        """Have `call` called, on the lane, when all that was asked for before has been told."""
        self._replica.lane.post(call)

    def look_at_clock(self) -> None:
        """Time goes on without contact: the copy may have to be locked."""
        self._post(lambda _: _NOTHING)

    def _post(self, work: Callable[[Shown], News]) -> None:
        self._replica.lane.post(lambda: self._do(work))

    def _do(self, work: Callable[[Shown], News]) -> None:
        try:
            news = self._replica.use(lambda replica: self._news(replica, work))
        except Damaged:
            self._replica.use(Replica.renew)
            news = nothing()
            self._refetch()
        if news:
            self._tell(news)

    def _news(self, replica: Replica, work: Callable[[Shown], News]) -> News:
        shown = self._shown
        if shown is None or not shown.is_of(replica):
            shown = self._shown = Shown(replica, self._entries)
        return self._behind_lock(replica, shown, work(shown))

    def _behind_lock(self, replica: Replica, shown: Shown, news: News) -> News:
        """A copy that never had contact has nothing to lock."""
        before = self._locked
        self._locked = replica.contact_at() > 0 and replica.locked(self._clock.now())
        if self._locked != before:
            self._tell_locked(self._locked)
            return nothing() if self._locked else shown.everything()
        return _NOTHING if self._locked else news
