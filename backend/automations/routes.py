"""Automated messages in Settings: how they are set, looked at, tried, and what became of them (rows B17, B23, N18)."""

from backend.access.guards import staff
from backend.access.person import Person
from backend.automations import preview, settings
from backend.automations.trying import Trying
from backend.clients.queries import clients_of
from backend.messages import ledger
from backend.messages.ledger import Message
from backend.messages.post import Post
from backend.messages.sending import Sender
from backend.messages.templates import languages, template
from backend.web.route import Call, Route
from domain.automations import BY_ID
from domain.constants import DAY
from domain.permissions import Permission
from domain.wire.automations import (
    AutomationFailures,
    AutomationRun,
    AutomationRuns,
    AutomationText,
    AutomationTexts,
    FailuresLately,
    Preview,
    PreviewMessage,
    SaveAutomation,
    SaveAutomationText,
    Tried,
    TryMessage,
)
from domain.wire.rows import CHANNELS

RUNS = 50
"""How many of the newest are told."""

LATELY = 7 * DAY
"""How far back it is counted what failed."""


def routes(post: Post, sender: Sender) -> tuple[Route, ...]:
    """What this slice adds to the route table."""

    def show(call: Call[PreviewMessage, Person]) -> Preview:
        asked = preview.asked_of(settings.automation_of(call.path["id"]), call.body)
        return preview.preview(call.unit, call.who, sender, post.public_url, asked)

    trying = Trying(post, sender)
    one = "/v1/automations/{id}"
    return (
        Route("PUT", one, staff(), _save, SaveAutomation, status=204),
        Route("GET", f"{one}/texts", staff(), _texts, answers=AutomationTexts, writes=False),
        Route("PUT", f"{one}/texts/{{channel}}/{{language}}", staff(), _save_text, SaveAutomationText, status=204),
        Route("POST", f"{one}/preview", staff(), show, PreviewMessage, Preview, writes=False),
        Route(
            "POST", f"{one}/test", staff(), trying.run, TryMessage, Tried, prepare=trying.prepare, allow=trying.allow
        ),
        Route("GET", f"{one}/runs", staff(), _runs, answers=AutomationRuns, writes=False),
        Route("GET", "/v1/automation-failures", staff(), _failures, answers=FailuresLately, writes=False),
    )


def _save(call: Call[SaveAutomation, Person]) -> None:
    settings.save(call.unit, call.who, call.path["id"], call.body)


def _save_text(call: Call[SaveAutomationText, Person]) -> None:
    path = call.path
    settings.save_text(call.unit, call.who, path["id"], path["channel"], path["language"], call.body.text)


def _texts(call: Call[None, Person]) -> AutomationTexts:
    """What comes with the product."""
    automation = settings.automation_of(call.path["id"])
    call.who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    return AutomationTexts(
        tuple(
            AutomationText(channel, language, template(automation.id, channel, language))
            for channel in CHANNELS
            for language in sorted(languages())
        )
    )


def _runs(call: Call[None, Person]) -> AutomationRuns:
    """With names for those who may see clients."""
    automation = settings.automation_of(call.path["id"])
    call.who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    business_id = call.who.business_id
    found = ledger.runs(call.unit, business_id, automation.id, RUNS + 1)
    told = found[:RUNS]
    named = {run.topic.client_id for run in told if run.topic} if call.who.may_anywhere(Permission.VIEW_CLIENTS) else ()
    names = {client_id: client.name for client_id, client in clients_of(call.unit, business_id, named).items()}
    return AutomationRuns(tuple(_run(run, names) for run in told), more=len(found) > RUNS)


def _failures(call: Call[None, Person]) -> FailuresLately:
    """Of all automations, so that it is seen without looking at each."""
    call.who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    since = call.unit.now - LATELY
    found = ledger.failures(call.unit, call.who.business_id, tuple(BY_ID), since)
    return FailuresLately(since, tuple(AutomationFailures(name, *failed) for name, failed in found.items()))


def _run(run: Message, names: dict[str, str]) -> AutomationRun:
    topic = run.topic
    client_id = topic.client_id if topic and topic.client_id in names else ""
    return AutomationRun(
        id=run.id,
        automation=run.automation,
        channel=run.channel,
        status="queued" if run.status == "sending" else run.status,
        at=run.at,
        subject=topic.subject if topic else "",
        client_name=names.get(client_id, ""),
        reason=run.reason,
        held_until=run.held_until,
        client_id=client_id,
        delivered_at=run.delivered_at,
    )
