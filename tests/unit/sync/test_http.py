"""The real network: whole answers or Unreachable, no redirects, streams that can be ended from another thread."""

import gzip
import socket
import ssl
import threading
from pathlib import Path

import pytest
import truststore

from sync import http as http_module
from sync.errors import Unreachable, WrongServer
from sync.http import HttpRequest, RequestsHttp
from sync.stream import Event, Stream
from tests.support.raw_server import RawServer, answering, body

STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
DEADLINE = 20


def get(url: str) -> HttpRequest:
    return HttpRequest("GET", url)


def test_an_answer_comes_whole_with_its_headers_in_lower_case() -> None:
    with RawServer(answering(body(b'{"a":1}', "X-Thing: Yes\r\n"))) as server:
        http = RequestsHttp()
        answer = http.send(HttpRequest("POST", server.url + "/x?y=1", {"authorization": "Bearer t"}, b"{}"))
        http.close()
        assert (answer.status, answer.body, answer.headers["x-thing"]) == (200, b'{"a":1}', "Yes")
        assert server.requests[0].startswith(b"POST /x?y=1 ")
        assert b"authorization: bearer t" in server.requests[0].lower()


def test_a_compressed_answer_is_unpacked() -> None:
    packed = gzip.compress(b"x" * 100_000)
    with RawServer(answering(body(packed, "Content-Encoding: gzip\r\n"))) as server:
        assert RequestsHttp().send(get(server.url)).body == b"x" * 100_000


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"SSH-2.0-OpenSSH\r\n\r\n",
    ],
)
def test_an_answer_that_is_cut_or_none_at_all_is_unreachable(answer: bytes) -> None:
    with RawServer(answering(answer)) as server, pytest.raises(Unreachable):
        RequestsHttp().send(get(server.url))


def test_a_server_that_hangs_is_unreachable_after_a_while() -> None:
    ended = threading.Event()
    with RawServer(lambda connection, request: wait(ended)) as server:
        with pytest.raises(Unreachable):
            RequestsHttp(read_seconds=0.05).send(get(server.url))
        ended.set()


def wait(ended: threading.Event) -> None:
    assert ended.wait(DEADLINE)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://", "nonsense", "http://nowhere.invalid", "ftp://x"])
def test_an_address_where_nothing_is_is_unreachable(url: str) -> None:
    with pytest.raises(Unreachable) as caught:
        RequestsHttp(connect_seconds=2).send(get(url))
    assert "127.0.0.1" not in str(caught.value)


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    login = b"HTTP/1.1 302 Found\r\nLocation: http://login.example.org/\r\nContent-Length: 0\r\n\r\n"
    with RawServer(answering(login)) as server:
        assert RequestsHttp().send(get(server.url)).status == 302


def test_an_answer_that_never_ends_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "LARGEST_ANSWER", 300_000)
    with RawServer(answering(body(b"x" * 900_000))) as server, pytest.raises(WrongServer):
        RequestsHttp().send(get(server.url))


def test_neither_a_netrc_nor_a_proxy_comes_between(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with RawServer(answering(body(b"{}"))) as server:
        RequestsHttp().send(HttpRequest("GET", server.url, {"authorization": "Bearer mine"}))
        assert b"Bearer mine" in server.requests[0]


@pytest.mark.row("N19")
def test_https_trusts_what_the_system_trusts_and_changes_nothing_for_others() -> None:
    before = ssl.SSLContext
    session = http_module._new_session()
    adapter = session.get_adapter("https://salon.example.org")
    context = adapter.poolmanager.connection_pool_kw["ssl_context"]  # type: ignore[attr-defined]
    assert isinstance(context, truststore.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert ssl.SSLContext is before
    session.close()


@pytest.mark.parametrize("chunked", [False, True])
def test_events_come_as_they_are_written_and_close_ends_a_waiting_read(chunked: bool) -> None:
    ended = threading.Event()

    def stream(connection: socket.socket, _: bytes) -> None:
        event = b"event: hello\ndata: {}\n\n"
        head = b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"\r\n"
        framed = b"%x\r\n%b\r\n" % (len(event), event) if chunked else event
        connection.sendall(STREAM_HEAD + head + framed)
        wait(ended)

    with RawServer(stream) as server:
        found = Stream(RequestsHttp().open(get(server.url), silence=DEADLINE))
        events: list[Event] = []
        first = threading.Event()

        def listen() -> None:
            for event in found:
                events.append(event)
                first.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert first.wait(DEADLINE)
        found.close()
        listener.join(DEADLINE)
        assert not listener.is_alive()
        ended.set()
    assert events == [Event("hello", b"{}")]


def test_a_stream_without_a_sign_of_life_is_lost() -> None:
    ended = threading.Event()

    def silent(connection: socket.socket, _: bytes) -> None:
        connection.sendall(STREAM_HEAD + b"\r\n")
        wait(ended)

    with RawServer(silent) as server:
        stream = Stream(RequestsHttp().open(get(server.url), silence=0.05))
        with pytest.raises(Unreachable):
            list(stream)
        ended.set()
