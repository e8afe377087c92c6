"""A server of raw bytes on a loopback port: each connection gets what a function makes of its request, byte by byte."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Handler = Callable[[socket.socket, bytes], None]


class RawServer:
    """Answers with `handler(connection, request)`; a handler may hang on `ended`, which is set at the end."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self.ended = threading.Event()
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self._connections.append(connection)
            if self.ended.is_set():
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                request = self._read(connection)
                self.requests.append(request)
                self._handler(connection, request)
            except OSError:
                return

    def _read(self, connection: socket.socket) -> bytes:
        text = b""
        while b"\r\n\r\n" not in text:
            piece = connection.recv(65536)
            if not piece:
                break
            text += piece
        return text

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        socket.create_connection(self._socket.getsockname()).close()  # closing alone does not wake who accepts
        self._thread.join(10)
        self._socket.close()
        for connection in self._connections:
            connection.close()


def answering(answer: bytes) -> Handler:
    """Sends these bytes and closes."""
    return lambda connection, _: connection.sendall(answer)


def body(data: bytes, extra: str = "") -> bytes:
    """A whole answer."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n{extra}\r\n"
    return head.encode() + data
