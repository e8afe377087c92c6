"""The demo's channels: they accept everything, send nothing, and let the desk read it, so that a newcomer can open
the link.
"""

from collections.abc import Collection, Mapping

from backend.channels.port import Accepted, Outcome, Outgoing
from backend.db.database import Unit
from backend.due.queue import ClockTask, Due, cancel, schedule
from backend.feed.change import change_of, published
from backend.messages.post import Post
from domain.constants import DAY
from domain.permissions import ScopeKind, scope
from domain.wire.base import decode
from domain.wire.channels import ChannelTest, Verdict
from domain.wire.rows import SandboxMessageRow

FORGET = "forget_sandbox_message"
KEPT = DAY


class Sandbox:
    """A channel that reaches nobody."""

    def send(self, message: Outgoing) -> Outcome:
        return Accepted(f"sandbox-{message.id}")

    def try_out(self, message: Outgoing) -> ChannelTest:
        return ChannelTest(Verdict.KEPT, to=message.to)


def sandbox_post(public_url: str) -> Post:
    """Both channels of a demo."""
    return Post({"email": Sandbox(), "sms": Sandbox()}, public_url, keep)


def keep(unit: Unit, message: Outgoing) -> None:
    """Shows the message to whoever may see the message settings, for a day."""
    row = SandboxMessageRow(message.id, message.channel, message.to, message.subject, message.text, unit.now)
    change_of(unit, message.business_id).publish(scope(ScopeKind.SETTINGS, message.business_id), row)
    schedule(unit, message.business_id, FORGET, message.id, unit.now + KEPT)


def forget(unit: Unit, due: Due) -> None:
    """Nobody sees the message any more."""
    change_of(unit, due.business_id).withdraw("sandbox_message", due.subject)


def withdraw_to(unit: Unit, business_id: str, addresses: Collection[str]) -> None:
    """Nobody sees any more what went to these addresses."""
    for row_id, body in published(unit, business_id, "sandbox_message").items():
        if decode(body, SandboxMessageRow).to in addresses:
            change_of(unit, business_id).withdraw("sandbox_message", row_id)
            cancel(unit, business_id, FORGET, row_id)


def due_handlers() -> Mapping[str, ClockTask]:
    """By task."""
    return {FORGET: forget}
