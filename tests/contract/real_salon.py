"""The real backend as a salon: its whole dispatch, with the bytes of requests."""

import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from backend.app import build
from backend.db.database import Database
from backend.messages.post import Post
from backend.web.dispatch import dispatch
from backend.web.route import Events, Request, Response
from domain.constants import MINUTE, REVIEW_SESSION
from domain.permissions import Role
from domain.uuid7 import SeededIds
from domain.wire.access import PersonRoles
from domain.wire.actions import Choice
from domain.wire.booking import Confirm, EnterReview, Review
from sync.http import HttpRequest, HttpResponse, OpenAnswer
from tests.support.clock import SetClock
from tests.support.server import PASSWORD, PUBLIC_URL, SALON, Reply, World

_FIRST_START = dt.datetime.fromisoformat("2026-03-11T09:00")


class RealSalon:
    """`path` is the SQLite file, for who wants to restore it."""

    def __init__(self, world: World, path: Path | None = None) -> None:
        self.world = world
        self.url, self.email, self.password = "https://salon.example.org", "reception@example.org", PASSWORD
        self._path = path
        self._backups = 0
        self._clients: dict[str, str] = {}

    @property
    def clock(self) -> SetClock:
        return self.world.clock

    @property
    def network(self) -> "RealSalon":
        return self

    def send(self, request: HttpRequest) -> HttpResponse:
        response = self._response(request)
        return HttpResponse(response.status, {"content-type": response.content_type, **response.headers}, response.body)

    def open(self, request: HttpRequest, silence: float) -> OpenAnswer:
        return RealEvents(self._response(request))

    def _response(self, request: HttpRequest) -> Response:
        url = urlsplit(request.url)
        asked = Request(
            request.method, url.path, dict(parse_qsl(url.query)), request.headers, request.body, "192.0.2.1"
        )
        return dispatch(self.world.app.routes, self.world.app.services, asked)

    def abandon(self, name: str) -> str:
        _, token = self.world.client(name, email="nora@example.org")
        wish = EnterReview(self.world.seeded.north, (Choice(self.world.seeded.services["beard"].id),))
        review = self._call("POST", f"/v1/book/{SALON}/review", wish, token).read(Review)
        self.world.advance(REVIEW_SESSION)
        self._clients[review.draft_id] = token
        return review.draft_id

    def finish(self, draft_id: str) -> None:
        start = _FIRST_START + dt.timedelta(minutes=30 * list(self._clients).index(draft_id))
        self._call("POST", f"/v1/book/{SALON}/confirm", Confirm(draft_id, start), self._clients[draft_id])

    def demote(self) -> None:
        self._set_role(Role.TEAM_MEMBER)

    def promote(self) -> None:
        self._set_role(Role.RECEPTIONIST)

    def _set_role(self, role: Role) -> None:
        roles = PersonRoles({self.world.seeded.north: (role,)})
        self._call("PUT", f"/v1/people/{self._person}/roles", roles, self.world.token("owner"))

    def disable(self) -> None:
        self._call("POST", f"/v1/people/{self._person}/disable", None, self.world.token("owner"))

    def expire_access(self) -> None:
        self.world.advance(20 * MINUTE)

    @property
    def _person(self) -> str:
        return self.world.seeded.people["reception"].id

    def _call(self, method: str, path: str, body: object, token: str) -> Reply:
        reply = self.world.call(method, path, body, token)
        assert reply.status < 300, reply.body
        return reply

    def back_up(self) -> Callable[[], None]:
        assert self._path is not None
        self._backups += 1
        copy = self._path.with_name(f"backup-{self._backups}.db")
        with closing(sqlite3.connect(self._path)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        return lambda: self._restore(copy)

    def _restore(self, copy: Path) -> None:
        assert self._path is not None
        self.world.app.close()
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(copy, self._path)
        database = Database.open(f"sqlite:///{self._path}", self.clock, SeededIds(100 + self._backups), durable=False)
        self.world.app = build(database, Post({"email": self.world.email, "sms": self.world.sms}, PUBLIC_URL))

    def sent_reminders(self) -> int:
        self.world.run_due()
        return len(self.world.email.sent)


class RealEvents:
    """An open stream of the real backend."""

    def __init__(self, response: Response) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = {"content-type": response.content_type}
        self._body = response.body
        self._events: Events | None = response.events

    def read(self) -> bytes:
        return self._body if self._events is None else self._events.take() or b""

    def close(self) -> None:
        if self._events is not None:
            self._events.close()

    def release(self) -> None:
        self.close()
