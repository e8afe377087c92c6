"""The routes by which is set up and tried by whom the business sends."""

from collections.abc import Callable
from typing import TypeVar

from backend.access.guards import staff
from backend.access.person import Person
from backend.messages.post import Post
from backend.providers import changes, trying
from backend.providers.own import OwnChannels
from backend.web.route import Before, Call, Route
from domain.wire.channels import ChannelTest, SaveMail, SaveSms, TryMail, TrySms
from domain.wire.rows import Channel

B = TypeVar("B")


def routes(post: Post, own: OwnChannels, *, sandbox: bool) -> tuple[Route, ...]:
    """What this slice adds to the route table."""

    def changing(change: Callable[[Call[B, Person]], None]) -> Callable[[Call[B, Person]], None]:
        def run(call: Call[B, Person]) -> None:
            changes.require_may(call.unit, call.who)
            change(call)
            changes.publish(call.unit, call.who.business_id, post, sandbox=sandbox)

        return run

    def save_mail(call: Call[SaveMail, Person]) -> None:
        changes.save_mail(call.unit, call.who, own, call.body)

    def save_sms(call: Call[SaveSms, Person]) -> None:
        changes.save_sms(call.unit, call.who, own, call.body)

    def removing(channel: Channel) -> Callable[[Call[None, Person]], None]:
        return lambda call: changes.remove(call.unit, call.who, channel)

    def mail_trial(call: Call[TryMail, Person]) -> trying.Trial:
        return trying.mail_trial(call.unit, call.who, post, own, call.body)

    def sms_trial(call: Call[TrySms, Person]) -> trying.Trial:
        return trying.sms_trial(call.unit, call.who, post, own, call.body)

    def tried(call: Call[TryMail, Person]) -> ChannelTest:
        trial, found = call.prepared
        return trying.note(call.unit, call.who, post, trial, found)

    mail, sms = "/v1/channels/email", "/v1/channels/sms"
    return (
        Route("PUT", mail, staff(), changing(save_mail), SaveMail, status=204),
        Route("PUT", sms, staff(), changing(save_sms), SaveSms, status=204),
        Route("DELETE", mail, staff(), changing(removing("email")), status=204),
        Route("DELETE", sms, staff(), changing(removing("sms")), status=204),
        Route("POST", f"{mail}/test", staff(), tried, TryMail, ChannelTest, prepare=_try, allow=mail_trial),
        Route("POST", f"{sms}/test", staff(), tried, TrySms, ChannelTest, prepare=_try, allow=sms_trial),
    )


def _try(before: Before[TryMail]) -> tuple[trying.Trial, ChannelTest]:
    trial: trying.Trial = before.allowed
    return trial, trial.run()
