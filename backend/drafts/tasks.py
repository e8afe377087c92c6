"""The due work of drafts: expiry at its exact moment, removal, and reminders on their way."""

from collections.abc import Mapping

from backend.clients import rows as clients
from backend.db.database import Unit
from backend.drafts import life, rows, work
from backend.drafts.reminders import SEND, Sending, send_automatic
from backend.due.queue import Due, DueHandler
from backend.messages.post import Post


def due_handlers(post: Post) -> Mapping[str, DueHandler]:
    """By task."""

    def expire(unit: Unit, due: Due) -> None:
        draft = life.expire(unit, due.business_id, due.subject)
        if draft:
            send_automatic(unit, draft, post)
            rows.publish(unit, (draft,))
            rows.announce(unit, draft, "incomplete")
            clients.publish(unit, draft.business_id, (draft.client_id,))

    def remove(unit: Unit, due: Due) -> None:
        life.remove(unit, due.business_id, due.subject)

    def wake(unit: Unit, due: Due) -> None:
        work.wake_due(unit, due.business_id, due.subject)

    return {life.EXPIRE: expire, life.REMOVE: remove, life.WAKE: wake, SEND: Sending(post)}
