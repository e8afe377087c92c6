"""One action in the outbox, and where it stands."""

from enum import StrEnum

import msgspec

from domain.wire.actions import Action, Done, Refused, Unknown

Decision = Done | Refused | Unknown
"""An answer that ends an action, for better or worse."""


class State(StrEnum):
    """Where an action stands."""

    PENDING = "pending"
    """Not answered yet."""

    SETTLED = "settled"
    """Done on the server; its effect is not in the replica yet, so the screen still shows it by projection."""

    KEPT = "kept"
    """Done and in the replica; kept for a while to be offered again."""

    AGAIN = "again"
    """To be offered again, because the server may have been restored."""

    REFUSED = "refused"
    """Will not happen; shown with its reason until the person has read it."""

    UNKNOWN = "unknown"
    """A send that may have happened or not; shown until the person has decided."""


OPEN = (State.PENDING, State.SETTLED)
TO_SEND = (State.AGAIN, State.PENDING)
TO_SHOW = (State.REFUSED, State.UNKNOWN)


class Entry(msgspec.Struct, frozen=True):
    """An action in the outbox.

    `answer` is there once the server has decided; `effective` says that the replica's rows have its effect already,
    though its answer may be outstanding.
    """

    action: Action
    state: State
    effective: bool = False
    answer: Decision | None = None
