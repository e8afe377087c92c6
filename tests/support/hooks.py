"""The SMS provider as it brings what clients write: requests signed as it signs them."""

from collections.abc import Callable, Mapping
from itertools import count
from urllib.parse import urlencode

from backend.channels.twilio_hooks import SIGNATURE, SmsAccount, signature
from backend.web.route import Request, Response
from tests.support.sms import ACCOUNT, FROM, TOKEN

SMS_ACCOUNT = SmsAccount(ACCOUNT, TOKEN, FROM)
_NUMBERS = count(1)


def text_form(sender: str, body: str, sid: str = "", **more: str) -> dict[str, str]:
    """The fields of a text from a client."""
    sid = sid or f"SM{next(_NUMBERS):032x}"
    fields = {"MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT, "From": sender, "To": FROM, "Body": body}
    return {**fields, "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01", **more}


def signed(public_url: str, path: str, form: Mapping[str, str], token: str = TOKEN) -> Request:
    """The request as the provider makes it."""
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        SIGNATURE: signature(token, public_url + path, form),
    }
    return Request("POST", path, {}, headers, urlencode(form).encode(), "192.0.2.9")


def texts_path(salon: str) -> str:
    """Where a salon's texts are brought."""
    return f"/v1/hooks/twilio/sms/{salon}"


def writes(serve: Callable[[Request], Response], url: str, salon: str, sender: str, body: str, **more: str) -> Response:
    """A client writes to the salon's number."""
    return serve(signed(url, texts_path(salon), text_form(sender, body, **more)))


def report_form(sid: str, status: str, code: int = 0) -> dict[str, str]:
    """The fields of a report about one of our texts."""
    fields = {"MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT, "From": FROM, "To": "+4915112345100"}
    return {**fields, "MessageStatus": status, "SmsStatus": status, **({"ErrorCode": str(code)} if code else {})}
