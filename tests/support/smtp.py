"""A real mail server on loopback that keeps what it is given and can be told to misbehave."""

import asyncio
import socket
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from backend.channels.smtp import Security
from tests.support.tls import server_context

M = TypeVar("M", bound="MailServer")
USER, PASSWORD = "salon", "opens the mail server"


class MailServer:
    """Handler of the server: `mails` in order of arrival. `rcpt_reply` and `data_reply` answer instead of taking the
    mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.rcpt_reply: str | None = None
        self.data_reply: str | None = None
        self.drop_after_data = False
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, rcpt_options: list[str]) -> str:
        if self.rcpt_reply:
            return self.rcpt_reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_reply:
            return self.data_reply
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        if self.drop_after_data:
            server.transport.close()
        return "250 taken"


class _OnAnyPort(Controller):
    """The library's controller knocks at the port it was told, so it is told one that is already ours."""

    def __init__(self, handler: MailServer, security: Security) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(
            handler,
            hostname="127.0.0.1",
            port=self._listener.getsockname()[1],
            ssl_context=server_context() if security == "tls" else None,
            tls_context=server_context() if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=_authenticate,
            auth_required=security == "starttls",
            auth_require_tls=True,
        )

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._listener, ssl=self.ssl_context)


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=good, handled=False)


@contextmanager
def mail_server(security: Security = "none") -> Iterator[MailServer]:
    """A running server at `.port` of 127.0.0.1. With starttls it also asks for USER and PASSWORD."""
    with serving_mail(MailServer(), security) as handler:
        yield handler


@contextmanager
def serving_mail(handler: M, security: Security = "none") -> Iterator[M]:
    """As `mail_server`, with a handler of one's own."""
    controller = _OnAnyPort(handler, security)
    controller.start()
    handler.port = controller.port
    try:
        yield handler
    finally:
        controller.stop()
