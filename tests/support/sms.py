"""A stand-in for the SMS provider's HTTP interface. It refuses what the provider would refuse: account, fields,
numbers."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

ACCOUNT = "AC00000000000000000000000000000000"
TOKEN = "token-of-the-tests"
FROM = "+4915199999999"
E164 = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass
class SmsServer:
    """`texts` are (to, body) in order of arrival. `answer` replaces the good answer, `hang_up` takes the text and
    says nothing."""

    port: int = 0
    texts: list[tuple[str, str]] = field(default_factory=list)
    answer: tuple[int, bytes] | None = None
    hang_up: bool = False

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def sms_server() -> Iterator[SmsServer]:
    """A running stand-in at `.base`."""
    state = SmsServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    server.daemon_threads = True
    state.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(state: SmsServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
            status, body = self._judge(form)
            if state.hang_up and status == 201:
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _judge(self, form: dict[str, list[str]]) -> tuple[int, bytes]:
            if self.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
                return _error(404, 20404)
            if self.headers.get("Authorization") != _basic(ACCOUNT, TOKEN):
                return _error(401, 20003)
            if state.answer:
                return state.answer
            if (
                set(form) - {"StatusCallback"} != {"To", "From", "Body"}
                or form["From"] != [FROM]
                or not form["Body"][0]
            ):
                return _error(400, 21602)
            if not E164.fullmatch(form["To"][0]):
                return _error(400, 21211)
            state.texts.append((form["To"][0], form["Body"][0]))
            return 201, json.dumps({"sid": f"SM{len(state.texts):032d}", "status": "queued"}).encode()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet: what arrives is personal."""

    return Handler


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _error(status: int, code: int) -> tuple[int, bytes]:
    return status, json.dumps({"code": code, "message": "refused", "status": status}).encode()
