"""What desks ask for, done once each: the answer to an action is kept in the transaction of its effect.

A batch is one transaction with a part for each action, so that one that breaks never holds up those behind it (R7).
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Generic, Protocol, TypeVar, get_args

import msgspec
import sqlalchemy as sa

from backend.db.database import Unit, collided
from backend.db.tables.core import actions
from backend.failures import log_failure
from backend.feed.change import change_of
from backend.web.dispatch import has_nul
from backend.web.problems import Refused as RequestRefused
from domain.constants import DAY
from domain.entity import fits
from domain.wire.actions import (
    PAYLOAD_VERSION,
    Action,
    ActionAnswer,
    Done,
    Refusal,
    RefusalCode,
    Refused,
    Retry,
    SendReminder,
    Unknown,
)
from domain.wire.base import decode, encode
from domain.wire.offers import OfferTime

log = logging.getLogger("deskbell.actions")

GIVE_UP = DAY
"""An action that has made the server fail for this long is refused instead of tried again."""


class RefusedAction(Exception):
    """A handler will not do it, for good; what it wrote is undone and the refusal is kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Actor(Protocol):
    """Who asks."""

    @property
    def id(self) -> str: ...
    @property
    def business_id(self) -> str: ...


P = TypeVar("P", bound=Actor)
ActionHandler = Callable[[Unit, P, Action], Done]
"""Does what the payload asks, or raises RefusedAction. The number of its answer is filled in by who calls it."""


@dataclass(frozen=True)
class SetWise(Generic[P]):
    """A handler that does many actions by the same statements: a desk that was offline asks for hundreds at once.

    `many` gets actions on different entities and answers each; `number` is filled in as for any handler.
    """

    many: Callable[[Unit, P, Sequence[Action]], Sequence[Done | Refusal]]

    def __call__(self, unit: Unit, person: P, action: Action) -> Done:
        """One alone. Raises RefusedAction."""
        (answer,) = self.many(unit, person, (action,))
        if isinstance(answer, Refusal):
            raise RefusedAction(answer)
        return answer


_CODES = frozenset(get_args(RefusalCode))
_KNOWN = sa.select(actions.c.id, actions.c.asked, actions.c.answer).where(
    actions.c.business_id == sa.bindparam("business"),
    actions.c.id.in_(sa.bindparam("ids", expanding=True)),
)
_INSERT = sa.insert(actions)


class _Named(msgspec.Struct):
    id: str = ""


@dataclass(frozen=True)
class _Kept:
    asked: str
    answer: ActionAnswer


@dataclass
class _Batch(Generic[P]):
    """What the actions of one request need to know of each other."""

    unit: Unit
    person: P
    handlers: Mapping[type, ActionHandler[P]]
    again: bool
    known: dict[str, _Kept]
    waiting: set[str] = field(default_factory=set)
    """Actions that must be tried again, and their entities: what comes after on either waits, so that order holds."""


def read_action(raw: bytes | msgspec.Raw) -> Action | Refused:
    """One action of a batch; one that cannot be read is refused alone. Raises ValidationError when it has no id."""
    try:
        action = decode(raw, Action)
    except msgspec.ValidationError as error:
        named = decode(raw, _Named).id
        if not named or "\0" in named:
            raise
        where = str(error).partition(" - at `")[2].rstrip("`") or "$"
        return Refused(named[:64], Refusal("invalid", field=where[:200]))
    return Refused(action.id, Refusal("invalid", field="$.payload")) if has_nul(raw) else action


def answer_batch(
    unit: Unit,
    person: P,
    asked: Sequence[Action | Refused],
    handlers: Mapping[type, ActionHandler[P]],
    *,
    again: bool = False,
) -> tuple[ActionAnswer, ...]:
    """One answer for each action, in order. `again`: these were offered before the server was restored."""
    known = _known(unit, person.business_id, asked)
    try:
        with unit.savepoint():
            batch = _Batch(unit, person, handlers, again, dict(known))
            answers = tuple(answer for run in _runs(batch, asked) for answer in _answer_run(batch, run))
            unit.settle()
            return answers
    except Exception as error:
        if collided(error):
            raise
        log_failure("a batch of actions, tried one by one now", error)
    alone = _Batch(unit, person, handlers, again, dict(known))
    return tuple(_answer_alone(alone, action) for action in asked)


def _known(unit: Unit, business_id: str, asked: Sequence[Action | Refused]) -> dict[str, _Kept]:
    ids = {action.id for action in asked}
    ids.update(action.depends_on for action in asked if isinstance(action, Action) and action.depends_on)
    rows = unit.conn.execute(_KNOWN, {"business": business_id, "ids": list(ids)})
    return {row.id: _Kept(row.asked, _read_answer(row.answer)) for row in rows}


def _read_answer(stored: bytes) -> ActionAnswer:
    answer: ActionAnswer = decode(stored, _ANSWER)
    return answer


_ANSWER: Any = ActionAnswer


def _answer_alone(batch: _Batch[P], action: Action | Refused) -> ActionAnswer:
    """As `_answer`, with everything written at once, so that what fails there is this action's failure."""
    before = dict(batch.known)
    try:
        with batch.unit.savepoint():
            answer = _answer(batch, action)
            batch.unit.settle()
            return answer
    except Exception as error:
        if collided(error) or isinstance(action, Refused):
            raise
        batch.known = before
        answer = _broken(batch, action, error)
        if isinstance(answer, Refused):
            _keep(batch, action, _digest(batch.person, action), answer)
        return answer


def _runs(batch: _Batch[P], asked: Sequence[Action | Refused]) -> Iterator[list[Action | Refused]]:
    """The actions in order, cut where one cannot be done together with those before it."""
    run: list[Action | Refused] = []
    entities: set[str] = set()
    kind: type | None = None
    for action in asked:
        entity = action.entity if isinstance(action, Action) else ""
        of = _kind_of(batch, action)
        if run and (of is None or of is not kind or entity in entities):
            yield run
            run, entities = [], set()
            of = _kind_of(batch, action)  # what was answered since may stand in its way
        run.append(action)
        entities.add(entity)
        kind = of
    if run:
        yield run


def _kind_of(batch: _Batch[P], action: Action | Refused) -> type | None:
    """The payload type of an action that can be done together with others: new, and nothing stands in its way."""
    if isinstance(action, Refused) or batch.again or not isinstance(batch.handlers.get(type(action.payload)), SetWise):
        return None
    is_new = action.id not in batch.known and action.entity not in batch.waiting and action.depends_on is None
    is_fit = is_new and fits(action.entity, action.payload) and _hindrance(batch, action) is None
    return type(action.payload) if is_fit else None


def _answer_run(batch: _Batch[P], run: list[Action | Refused]) -> list[ActionAnswer]:
    actions = [action for action in run if isinstance(action, Action)]
    handler = batch.handlers.get(type(actions[0].payload)) if actions else None
    if 1 < len({action.id for action in actions}) == len(run) and isinstance(handler, SetWise):
        try:
            return _together(batch, actions, handler)
        except Exception as error:
            if collided(error):
                raise
            log_failure("actions together, tried one by one now", error)
    return [_answer(batch, action) for action in run]


def _together(batch: _Batch[P], actions: list[Action], handler: SetWise[P]) -> list[ActionAnswer]:
    with batch.unit.savepoint():
        found = handler.many(batch.unit, batch.person, actions)
        number = change_of(batch.unit, batch.person.business_id).number
    answers: list[ActionAnswer] = []
    for action, answer in zip(actions, found, strict=True):
        told = Refused(action.id, answer) if isinstance(answer, Refusal) else Done(action.id, number)
        _keep(batch, action, _digest(batch.person, action), told)
        answers.append(told)
    return answers


def _answer(batch: _Batch[P], action: Action | Refused) -> ActionAnswer:
    if isinstance(action, Refused):
        return action
    asked = _digest(batch.person, action)
    kept = batch.known.get(action.id)
    if kept is not None:
        return kept.answer if kept.asked == asked else Refused(action.id, Refusal("invalid", field="$.id"))
    if not batch.waiting.isdisjoint({action.entity, action.depends_on}):
        return _wait(batch, action)
    answer = _decide(batch, action)
    if not isinstance(answer, Retry):
        _keep(batch, action, asked, answer)
    return answer


def _decide(batch: _Batch[P], action: Action) -> ActionAnswer:
    if batch.again and isinstance(action.payload, SendReminder | OfferTime):
        return Unknown(action.id)
    code = _hindrance(batch, action)
    if code is not None:
        return Refused(action.id, Refusal(code))
    if not fits(action.entity, action.payload):
        return Refused(action.id, Refusal("invalid", field="$.entity"))
    try:
        with batch.unit.savepoint():
            done = batch.handlers[type(action.payload)](batch.unit, batch.person, action)
            number = change_of(batch.unit, batch.person.business_id).number
            return msgspec.structs.replace(done, id=action.id, number=number)
    except RefusedAction as refused:
        return Refused(action.id, refused.refusal)
    except RequestRefused as refused:
        return Refused(action.id, _as_refusal(refused))
    except Exception as error:
        if collided(error):
            raise
        return _broken(batch, action, error)


def _hindrance(batch: _Batch[P], action: Action) -> RefusalCode | None:
    """What stands in its way. An action it depends on that nobody knows does not: its answer may have been trimmed
    away since, and to refuse for that would lose what a desk did long offline.
    """
    if action.v > PAYLOAD_VERSION:
        return "invalid"
    needed = batch.known.get(action.depends_on) if action.depends_on else None
    if needed is not None and isinstance(needed.answer, Refused):
        return "dependency_refused"
    if action.not_after is not None and batch.unit.now > action.not_after:
        return "too_late"
    return None


def _as_refusal(refused: RequestRefused) -> Refusal:
    wrong = refused.problem
    code: RefusalCode = wrong.type if wrong.type in _CODES else "invalid"  # type: ignore[assignment]
    return Refusal(code, alternatives=wrong.alternatives, field=wrong.field)


def _broken(batch: _Batch[P], action: Action, error: Exception) -> ActionAnswer:
    kind = type(action.payload).__name__
    log_failure(f"action {kind}", error)
    if batch.unit.now - action.made_at > GIVE_UP:
        return Refused(action.id, Refusal("invalid"))
    return _wait(batch, action)


def _wait(batch: _Batch[P], action: Action) -> Retry:
    batch.waiting.update((action.id, action.entity))
    return Retry(action.id)


def _keep(batch: _Batch[P], action: Action, asked: str, answer: ActionAnswer) -> None:
    unit = batch.unit
    batch.known[action.id] = _Kept(asked, answer)
    rows: list[dict[str, object]] = unit.pending("actions", lambda rows: _insert(unit, rows))
    of = {"business_id": batch.person.business_id, "id": action.id, "asked": asked, "at": unit.now}
    rows.append({**of, "answer": encode(answer), "number": answer.number if isinstance(answer, Done) else 0})


def _insert(unit: Unit, rows: list[dict[str, object]]) -> None:
    unit.conn.execute(_INSERT, rows)


def _digest(person: Actor, action: Action) -> str:
    text = b"\0".join((person.id.encode(), action.entity.encode(), encode(action.payload)))
    return blake2b(text, digest_size=16).hexdigest()
