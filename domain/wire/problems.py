"""What went wrong, in a form that a program can read (RFC 9457)."""

from domain.wire.actions import Slot
from domain.wire.base import Answer

MEDIA_TYPE = "application/problem+json"


class Problem(Answer, frozen=True):
    """`type` is a stable code of ours such as `slot_taken`; `field` is the path of the value at fault, as `$.phone`.

    `retry_after` is in seconds. `alternatives` answers a conflict over a slot (row B2). `position` counts characters
    from the start of the text at fault.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    field: str | None = None
    retry_after: int | None = None
    alternatives: tuple[Slot, ...] = ()
    position: int | None = None
