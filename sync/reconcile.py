"""What an answer means, as pure decisions: what may be sent together, what becomes of an action, what is told."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from domain.constants import ACTION_BATCH
from domain.wire.actions import (
    ActionAnswer,
    BookAppointment,
    ChangeAppointment,
    Done,
    MoveAppointment,
    Refusal,
    Refused,
)
from domain.wire.problems import Problem
from sync.store.entry import Decision, Entry, State

_COUNTED_ON = (BookAppointment, MoveAppointment, ChangeAppointment)


def outcome(entry: Entry, answer: Decision) -> State:
    """Where an action stands after an answer.

    What is asked again is not laid over the rows, so it is over with the answer. One that was done before a restore and
    cannot be done again is told only where somebody counts on it, as on an appointment. Everything else either shows on
    its card or has gone with it.
    """
    if isinstance(answer, Done):
        return State.KEPT if entry.effective or entry.state is State.AGAIN else State.SETTLED
    if isinstance(entry.answer, Done) and not isinstance(entry.action.payload, _COUNTED_ON):
        return State.KEPT
    return State.REFUSED if isinstance(answer, Refused) else State.UNKNOWN


def next_batch(entries: Sequence[Entry], held_back: Iterable[Entry], size: int = ACTION_BATCH) -> tuple[Entry, ...]:
    """The first actions that may be sent together: in order, at most `size`, all offered again or none.

    `held_back` could not be decided now; what touches the same entity after it, or depends on it, waits for it.
    """
    entities = {entry.action.entity for entry in held_back}
    ids = {entry.action.id for entry in held_back}
    free: list[Entry] = []
    for entry in entries:
        if entry.action.entity in entities or entry.action.depends_on in ids:
            entities.add(entry.action.entity)
            ids.add(entry.action.id)
        else:
            free.append(entry)
    again = bool(free) and free[0].state is State.AGAIN
    return tuple(takewhile(lambda entry: (entry.state is State.AGAIN) == again, free[:size]))


def answered(batch: Iterable[Entry], answers: Iterable[ActionAnswer]) -> dict[str, Decision]:
    """By action id what is decided; an answer to something else, or one that only says retry, decides nothing."""
    asked = {entry.action.id for entry in batch}
    return {answer.id: answer for answer in answers if isinstance(answer, Decision) and answer.id in asked}


def refused_alone(entry: Entry, problem: Problem) -> Refused:
    """What it means that the server takes no request with this action in it."""
    code = "not_permitted" if problem.status == 403 else "invalid"
    return Refused(entry.action.id, Refusal(code, field=problem.field))  # type: ignore[arg-type]
