"""SMS by the HTTP interface of Twilio: POST /2010-04-01/Accounts/<account>/Messages.json with form fields To, From,
Body.
"""

import ssl
from dataclasses import dataclass, field

import msgspec
import requests
from urllib3.exceptions import NewConnectionError

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from domain.reasons import Reason

BAD_NUMBER = 21211
"""The provider's code for a number that cannot be one."""

UNSUBSCRIBED = 21610
"""The provider's code for a recipient who answered STOP."""


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
        form = {"To": message.to, "From": self._settings.from_number, "Body": message.text}
        if message.report_to:
            form["StatusCallback"] = message.report_to
        try:
            answer = requests.post(
                self._url,
                data=form,
                auth=(self._settings.account, self._settings.token),
                timeout=self._settings.timeout,
                allow_redirects=False,
            )
        except (requests.ConnectTimeout, requests.exceptions.ProxyError):
            return NotSent()
        except requests.ConnectionError as error:
            return NotSent() if _never_connected(error) else Uncertain()
        except requests.RequestException:
            return Uncertain()
        return outcome(answer.status_code, answer.content)


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
