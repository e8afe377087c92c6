"""What a signed-in desk asks its server, as calls with types and typed errors."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from domain.office import OfficeChange
from domain.wire.actions import ActionAnswers, ActionBatch
from domain.wire.base import Answer, encode
from domain.wire.booking import SlotQuery, Slots
from domain.wire.catalogue import Affected, TimesOff
from domain.wire.clients import ClientExport, ClientHeld, ImportBatch, Imported
from domain.wire.presence import Presence
from domain.wire.sync import SyncPage
from domain.wire.timeline import Timeline
from sync.errors import AccountDisabled, SignInAgain
from sync.exchange import JSON, ask, error_of, tell
from sync.http import Http, HttpRequest, HttpResponse, StreamingHttp
from sync.office import request_of
from sync.session import Session
from sync.stream import MEDIA_TYPE, Stream

T = TypeVar("T")

SILENCE_SECONDS = 45.0
"""A stream without a byte for this long is lost; the server gives a sign of life more often."""


class Api:
    """Every call raises Unreachable, WrongServer, SignInAgain, AccountDisabled, Busy, Broken, TooOld or ProblemAnswer.

    A token that has run out is renewed once on the way.
    """

    def __init__(self, http: Http, session: Session) -> None:
        self._http = http
        self.session = session

    def sync(self, cursor: str | None) -> SyncPage:
        """The next page of the feed after `cursor`; without one, the first."""
        query = f"?cursor={quote(cursor, safe='')}" if cursor else ""
        return self._ask("GET", f"/v1/sync{query}", b"", SyncPage)

    def act(self, batch: ActionBatch) -> ActionAnswers:
        """What the server makes of these actions."""
        return self._ask("POST", "/v1/actions", encode(batch), ActionAnswers)

    def free_slots(self, query: SlotQuery) -> Slots:
        """Free starts for a choice of services."""
        return self._ask("POST", "/v1/slots", encode(query), Slots)

    def client_held(self, client_id: str) -> ClientHeld:
        """How much is held on a client."""
        return self._ask("GET", f"/v1/clients/{quote(client_id, safe='')}/held", b"", ClientHeld)

    def client_export(self, client_id: str) -> ClientExport:
        """All that is held on a client; the server writes down that it was asked for."""
        return self._ask("POST", f"/v1/clients/{quote(client_id, safe='')}/export", b"", ClientExport)

    def import_clients(self, batch: ImportBatch) -> Imported:
        """What became of some lines of a file."""
        return self._ask("POST", "/v1/clients/import", encode(batch), Imported)

    def change(self, change: OfficeChange) -> Answer | None:
        """Makes a change of Settings; what those answer that make a link, ask or try something out."""
        asked = request_of(change)
        body = encode(asked.body) if asked.body is not None else b""
        if asked.answers is not None:
            answer: Answer = self._ask(asked.method, asked.path, body, asked.answers)
            return answer
        self._renewing(lambda access: tell(self._http, self._request(asked.method, asked.path, body, access, JSON)))
        return None

    def affected(self, member_id: str, times: TimesOff) -> Affected:
        """What is booked in times off that are not saved yet."""
        path = f"/v1/team-members/{quote(member_id, safe='')}/affected"
        return self._ask("POST", path, encode(times), Affected)

    def presence(self, card: str | None) -> None:
        """Tells the other desks which card this one is on (row N5)."""
        body = encode(Presence(card))
        self._renewing(lambda access: tell(self._http, self._request("PUT", "/v1/presence", body, access, JSON)))

    def timeline(self, draft_id: str) -> Timeline:
        """The story of a draft."""
        return self._ask("GET", f"/v1/drafts/{quote(draft_id, safe='')}/timeline", b"", Timeline)

    def stream(self, http: StreamingHttp, silence: float = SILENCE_SECONDS) -> Stream:
        """The server's events as they come; see `Stream`."""

        def opened(access: str) -> Stream:
            answer = http.open(self._request("GET", "/v1/stream", b"", access, MEDIA_TYPE), silence)
            if answer.status == 200 and answer.headers.get("content-type", "").startswith(MEDIA_TYPE):
                return Stream(answer)
            response = HttpResponse(answer.status, answer.headers, answer.read())
            answer.release()
            raise error_of(response)

        return self._renewing(opened)

    def _ask(self, method: str, path: str, body: bytes, of: Callable[..., T]) -> T:
        return self._renewing(lambda access: ask(self._http, self._request(method, path, body, access, JSON), of))

    def _renewing(self, call: Callable[[str], T]) -> T:
        access = self.session.access()
        try:
            return call(access)
        except AccountDisabled:
            raise
        except SignInAgain:
            return call(self.session.renew(access))

    def _request(self, method: str, path: str, body: bytes, access: str, accept: str) -> HttpRequest:
        headers = {"authorization": f"Bearer {access}", "accept": accept}
        if body:
            headers["content-type"] = JSON
        return HttpRequest(method, self.session.base_url + path, headers, body)
