"""Actions that an earlier person left in the outbox go on under the session that was set aside for her."""

from collections.abc import Callable
from contextlib import suppress

from desktop.desk.means import Means
from sync.api import Api
from sync.engine import Engine, OnOutbox, OnReplica
from sync.errors import SyncError
from sync.owner import Owner
from sync.session import Session
from sync.store.outbox import Outbox

Left = tuple[tuple[str, int], ...]
"""Whose actions still wait, and how many: `(("Ana", 2),)`."""


class Others:
    """Called by the sync thread after a pull; `tell` hears what still waits whenever that differs."""

    def __init__(
        self,
        means: Means,
        base_url: str,
        mine: Owner,
        on_replica: OnReplica,
        on_outbox: OnOutbox,
        tell: Callable[[Left], None],
    ) -> None:
        self._means, self._base_url, self._mine = means, base_url, mine
        self._on_replica, self._on_outbox, self._tell = on_replica, on_outbox, tell
        self._told: Left = ()

    def push(self) -> None:
        """Send what others left, as far as it goes. Raises Damaged and StoreFailed of the outbox."""
        left = tuple(found for owner in self._waiting() if (found := self._push(owner)) is not None)
        if left != self._told:
            self._told = left
            self._tell(left)

    def _waiting(self) -> list[Owner]:
        """Only of this business: the numbers of another one mean nothing to this copy."""
        waiting = self._on_outbox(Outbox.waiting)
        return [owner for owner in waiting if owner != self._mine and owner[:2] == self._mine[:2]]

    def _push(self, owner: Owner) -> tuple[str, int] | None:
        session = Session(self._means.http, self._base_url, self._means.keychain)
        known = session.resume(owner.person_id)
        if known:
            api, clock = Api(self._means.http, session), self._means.clock
            with suppress(SyncError):  # what could not be sent is told as still waiting
                Engine(api, owner, self._on_replica, self._on_outbox, clock).push()
        count = self._on_outbox(Outbox.waiting).get(owner, 0)
        if count:
            return (session.tokens.person_name if session.tokens else "?"), count
        if known:
            session.sign_out()
        return None
