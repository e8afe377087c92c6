"""What clients write back, as desks are told (row N7)."""

from domain.wire.base import Answer


class ReplyRow(Answer, frozen=True, tag_field="kind", tag="reply"):
    """A line of the bell about a text from a client (row N7). Scope: follow-ups. It leaves with its draft, or after a
    week.

    `client_id` is missing when nobody here has the number, which is then in `phone`, or while the client is no desk's
    business yet.
    """

    id: str
    location_id: str
    at: int
    text: str
    pictures: int = 0
    draft_id: str | None = None
    client_id: str | None = None
    phone: str | None = None
