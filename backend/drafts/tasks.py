"""The due work of drafts: expiry at its exact moment, waking, and removal."""

from collections.abc import Callable, Mapping

from backend.clients import rows as clients
from backend.db.database import Unit
from backend.drafts import life, rows, work
from backend.drafts.queries import Draft
from backend.due.queue import Due, DueHandler

Expired = Callable[[Unit, Draft], None]
"""Told of a draft whose review session is over, before its card is shown."""


def due_handlers(expired: Expired) -> Mapping[str, DueHandler]:
    """By task."""

    def expire(unit: Unit, due: Due) -> None:
        draft = life.expire(unit, due.business_id, due.subject)
        if draft:
            expired(unit, draft)
            rows.publish(unit, (draft,))
            rows.announce(unit, draft, "incomplete")
            clients.publish(unit, draft.business_id, (draft.client_id,))

    def remove(unit: Unit, due: Due) -> None:
        life.remove(unit, due.business_id, due.subject)

    def wake(unit: Unit, due: Due) -> None:
        work.wake_due(unit, due.business_id, due.subject)

    return {life.EXPIRE: expire, life.REMOVE: remove, life.WAKE: wake}
