"""The conversation of desks: pull, stream, and the actions that people did there."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from backend.access.guards import staff
from backend.access.person import Person
from backend.desk import presence
from backend.feed.actions import ActionHandler, answer_batch, read_action
from backend.feed.hub import Hub
from backend.feed.presence import Presences
from backend.feed.pull import sync_page
from backend.web.dispatch import invalid
from backend.web.openapi import EVENT_STREAM
from backend.web.problems import problem
from backend.web.route import Call, Response, Route
from domain.constants import ACTION_BATCH
from domain.wire.actions import Action, ActionAnswers, ActionBatch, Refused
from domain.wire.base import Question
from domain.wire.presence import Presence
from domain.wire.sync import SyncPage


class _RawBatch(Question, frozen=True):
    """An ActionBatch whose actions are read one by one: one of a newer desk is refused alone."""

    actions: Annotated[tuple[msgspec.Raw, ...], msgspec.Meta(min_length=1, max_length=ACTION_BATCH)]
    again: bool = False


def routes(hub: Hub, presences: Presences, handlers: Mapping[type, ActionHandler[Person]]) -> tuple[Route, ...]:
    """What desks call; `handlers` do the actions, by payload type."""
    person = staff()

    def act(call: Call[_RawBatch, Person]) -> ActionAnswers:
        actions = [_read(raw, index) for index, raw in enumerate(call.body.actions)]
        return ActionAnswers(answer_batch(call.unit, call.who, actions, handlers, again=call.body.again))

    def listen(call: Call[None, Person]) -> Response:
        who = call.who
        stream = hub.open(call.unit, who, lambda unit: person.check(unit, call.request, call.path), who.device_id)
        return Response(200, content_type=EVENT_STREAM, headers={"cache-control": "no-store"}, events=stream)

    def be_on(call: Call[Presence, Person]) -> None:
        presence.put(presences, call)

    return (
        Route("GET", "/v1/sync", person, _sync, answers=SyncPage, writes=False, query={"cursor": str | None}),
        Route("POST", "/v1/actions", person, act, _RawBatch, ActionAnswers, told_as=ActionBatch),
        Route("GET", "/v1/stream", person, listen, writes=False),
        Route("PUT", "/v1/presence", person, be_on, Presence, status=204),
    )


def _sync(call: Call[None, Person]) -> SyncPage:
    return sync_page(call.unit, call.who, call.services.server, call.query["cursor"])


def _read(raw: msgspec.Raw, index: int) -> Action | Refused:
    try:
        return read_action(raw)
    except msgspec.ValidationError as error:
        raise invalid(error, prefix=f"$.actions[{index}]") from None
    except msgspec.DecodeError:
        raise problem("malformed", 400, "The body is not JSON.") from None
