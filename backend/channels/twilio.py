"""SMS by the HTTP interface of Twilio: POST /2010-04-01/Accounts/<account>/Messages.json with form fields To, From,
Body.
"""

import ssl
from dataclasses import dataclass, field

import msgspec
import requests
from urllib3.exceptions import NewConnectionError

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from backend.channels.told import of_network, without
from domain.reasons import Reason
from domain.wire.channels import ChannelTest, Verdict

BAD_NUMBER = 21211
"""The provider's code for a number that cannot be one."""

UNSUBSCRIBED = 21610
"""The provider's code for a recipient who answered STOP."""

_VERDICTS = {
    BAD_NUMBER: Verdict.NUMBER,
    21614: Verdict.NUMBER,
    UNSUBSCRIBED: Verdict.OPTED_OUT,
    21408: Verdict.COUNTRY,
    21606: Verdict.OWN_NUMBER,
    21212: Verdict.OWN_NUMBER,
    21659: Verdict.OWN_NUMBER,
    21660: Verdict.OWN_NUMBER,
    21608: Verdict.TRIAL_ACCOUNT,
}
"""What the provider's codes mean for whoever sets the account up."""


@dataclass(frozen=True)
class TwilioSettings:
    """The account that pays. `base` is another address in tests and behind a gateway."""

    account: str
    token: str = field(repr=False)
    from_number: str
    base: str = "https://api.twilio.com"
    timeout: float = 20.0
    """Seconds to wait, for a connection and for each part of the answer."""


class _Answer(msgspec.Struct):
    """The part of the provider's answers that we read."""

    sid: str = ""
    code: int | None = None
    message: str = ""


class TwilioChannel:
    """Sends with one account. Each message has its own connection: one that was kept may be closed under our hands,
    and then nobody could tell whether the message went.
    """

    def __init__(self, settings: TwilioSettings) -> None:
        self._settings = settings
        self._url = f"{settings.base.rstrip('/')}/2010-04-01/Accounts/{settings.account}/Messages.json"

    def send(self, message: Outgoing) -> Outcome:
        """A refused connection sent nothing; what breaks after it leaves in doubt whether the provider has the
        message.
        """
        try:
            answer = self._post(message)
        except (requests.ConnectTimeout, requests.exceptions.ProxyError):
            return NotSent()
        except requests.ConnectionError as error:
            return NotSent() if _never_connected(error) else Uncertain()
        except requests.RequestException:
            return Uncertain()
        return outcome(answer.status_code, answer.content)

    def try_out(self, message: Outgoing) -> ChannelTest:
        """The same way; a refusal is told in the provider's words, unless they repeat the token."""
        try:
            answer = self._post(message)
        except requests.RequestException as error:
            return ChannelTest(_verdict_of(error), to=message.to)
        known, status = _read(answer.content), answer.status_code
        if status in {200, 201} and known.sid:
            return ChannelTest(Verdict.TAKEN, to=message.to)
        said = without(self._settings.token, known.message)
        return ChannelTest(verdict(status, known.code), known.code or status, said, message.to)

    def _post(self, message: Outgoing) -> requests.Response:
        form = {"To": message.to, "From": self._settings.from_number, "Body": message.text}
        if message.report_to:
            form["StatusCallback"] = message.report_to
        return requests.post(
            self._url,
            data=form,
            auth=(self._settings.account, self._settings.token),
            timeout=self._settings.timeout,
            allow_redirects=False,
        )


def outcome(status: int, body: bytes) -> Outcome:
    """What an answer means for the message. 429 asks to come back later; an error of theirs may come after they took
    it.
    """
    known = _read(body)
    if status in {200, 201}:
        return Accepted(known.sid) if known.sid else Uncertain()
    if status == 429:
        return NotSent()
    if 400 <= status < 500:
        return Rejected(_reason(status, known.code))
    return Uncertain()


def verdict(status: int, code: int | None) -> Verdict:
    """What an answer that took nothing means."""
    if status in {401, 403, 404}:
        return Verdict.ACCOUNT
    if status == 429:
        return Verdict.BUSY
    if 400 <= status < 500:
        return _VERDICTS.get(code or 0, Verdict.REFUSED)
    return Verdict.PROVIDER_FAILED


def _verdict_of(error: requests.RequestException) -> Verdict:
    """By what lies under it: requests and urllib3 wrap the network's own exceptions, each in its way."""
    if isinstance(error, requests.Timeout):
        return Verdict.TIMED_OUT
    seen: set[int] = set()
    inner: object = error
    while isinstance(inner, BaseException) and id(inner) not in seen:
        seen.add(id(inner))
        found = of_network(inner)
        if found is not None:
            return found
        inner = getattr(inner, "reason", None) or inner.__cause__ or inner.__context__ or next(iter(inner.args), None)
    return Verdict.NO_CONNECTION if isinstance(error, requests.ConnectionError) else Verdict.NO_ANSWER


def _reason(status: int, code: int | None) -> Reason:
    if status in {401, 403}:
        return Reason.NOT_CONFIGURED
    return {BAD_NUMBER: Reason.BAD_ADDRESS, UNSUBSCRIBED: Reason.OPTED_OUT}.get(code or 0, Reason.REFUSED_BY_PROVIDER)


def _read(body: bytes) -> _Answer:
    try:
        return msgspec.json.decode(body, type=_Answer)
    except msgspec.DecodeError:
        return _Answer()


def _never_connected(error: requests.ConnectionError) -> bool:
    """Whether there was nobody to send to: the last reason that urllib3 gives is a new connection that failed
    (refused, unknown host), or a certificate. Encryption may also break after the request was sent.
    """
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    first = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return isinstance(reason, NewConnectionError) or isinstance(first, ssl.SSLCertVerificationError)
