"""Who is signed in at this desk: tokens that rotate (promise S9), remembered by the keychain when there is one (S8)."""

import threading
from contextlib import suppress

import msgspec

from domain.constants import API_VERSION, PRODUCT
from domain.wire.access import ForgottenPassword, Refresh, ServerInfo, SignIn, Tokens
from domain.wire.base import Answer, decode, encode
from sync.ended import EndedSessions, mark_of
from sync.errors import KeychainUnavailable, SignInAgain, SyncError, TooOld, WrongServer
from sync.exchange import JSON, ask, tell
from sync.http import Http, HttpRequest
from sync.keychain import Keychain, MemoryKeychain, forget, keep, recall
from sync.owner import Owner

_NAME = "session"


class Remembered(Answer, frozen=True):
    """What the keychain holds of a session."""

    base_url: str
    tokens: Tokens
    mark: str = ""


class Session:
    """The tokens of one person. Every method may be called from any thread."""

    def __init__(
        self,
        http: Http,
        base_url: str,
        keychain: Keychain,
        memory: MemoryKeychain | None = None,
        ended: EndedSessions | None = None,
    ) -> None:
        """`memory` has, as long as the process runs, what the keychain did not take; `ended` what it did not forget."""
        self._http = http
        self._keychain, self._memory = keychain, memory or MemoryKeychain()
        self._ended = EndedSessions() if ended is None else ended
        self._lock, self._renewing = threading.Lock(), threading.Lock()
        self._tokens: Tokens | None = None
        self._place, self._left_at, self._mark = _NAME, "", ""
        self.base_url = base_url.rstrip("/")
        self.remembered = True
        """Whether the keychain holds the session; when not, the person has to sign in again at the next start."""

    @property
    def tokens(self) -> Tokens | None:
        return self._tokens

    @property
    def owner(self) -> Owner:
        """Whose session it is. Raises SignInAgain when nobody is signed in."""
        held = self._held()
        return Owner(held.server, held.business_id, held.person_id)

    @property
    def mark(self) -> str:
        """The same for all tokens that the session ever has, and for no other session; empty before there is one."""
        return self._mark

    def access(self) -> str:
        """The access token. Raises SignInAgain when nobody is signed in."""
        return self._held().access_token

    def info(self) -> ServerInfo:
        """What answers at the address, before anyone signs in. Raises WrongServer when it is not our product."""
        info = ask(self._http, HttpRequest("GET", f"{self.base_url}/v1/server"), ServerInfo)
        if info.product != PRODUCT:
            raise WrongServer("another product answers there")
        if info.api > API_VERSION:
            raise TooOld("the server is newer than this program can talk to")
        return info

    def resume(self, person_id: str = "") -> bool:
        """Go on with the session of the last start, or with `person_id` with one that was set aside. False: none.

        A keychain that fails counts as none, and so does a session that was ended while the keychain failed.
        """
        remembered = _read(self._recall(_name(person_id)))
        if remembered is None or remembered.base_url != self.base_url:
            return False
        mark = remembered.mark or mark_of(remembered.tokens.refresh_token)
        if mark in self._ended:
            return False
        self._tokens, self._place, self._mark = remembered.tokens, _name(person_id), mark
        return True

    def bring_back(self, person_id: str) -> bool:
        """Go on, as the one who is at the desk now, with the session that was set aside for `person_id` (row N21)."""
        if not self.resume(person_id):
            return False
        self.sit_down()
        return True

    def sit_down(self) -> None:
        """From its own place to the desk's. One that a keychain keeps at both is known there by its mark."""
        with self._lock:
            held = self._held()
            forget(self._memory, self._place)
            with suppress(KeychainUnavailable):
                forget(self._keychain, self._place)
            self._place, self._left_at = _NAME, ""
            self._take(held)

    def sign_in(self, email: str, password: str, device_id: str, *, aside: bool = False) -> Tokens:
        """Sign a person in. Raises what `ask` raises; ProblemAnswer is `wrong_credentials`.

        With `aside` beside whoever is at the desk, who keeps it until `sit_down`.
        """
        self.info()
        tokens = self._post("/v1/sessions", encode(SignIn(email, password, device_id)))
        with self._lock:
            self._place = _name(tokens.person_id) if aside else _NAME
            self._left_at, self._mark = "", mark_of(tokens.refresh_token)
            self._take(tokens)
        return tokens

    def ask_password_link(self, email: str, language: str) -> None:
        """Have a mail sent by which a person sets a new password; the server does not say whether it knows the address.

        Raises what `ask` raises; ProblemAnswer is `no_mail` or `email_wrong`.
        """
        self.info()
        body = encode(ForgottenPassword(email, language))
        tell(self._http, HttpRequest("POST", f"{self.base_url}/v1/forgotten-password", {"content-type": JSON}, body))

    def adopt(self, other: "Session") -> None:
        """The same person has signed in anew: go on here with that session, at the place of this one."""
        fresh, mark = other.tokens, other.mark
        other.let_go()
        if fresh is not None:
            with self._lock:
                self._place, self._left_at, self._mark = _NAME, "", mark
                self._take(fresh)

    def renew(self, used: str) -> str:
        """An access token in place of `used`, which the server no longer takes; who comes second gets the first one's.

        Raises SignInAgain when the session is over, and what `ask` raises.
        """
        with self._renewing:
            held = self._held()
            if held.access_token != used:
                return held.access_token
            tokens = self._post("/v1/sessions/refresh", encode(Refresh(held.refresh_token)))
            if tokens.server != held.server or tokens.person_id != held.person_id:
                raise WrongServer("another server answers there now")
            with self._lock:
                self._renewed(held, tokens)
            return tokens.access_token

    def _renewed(self, held: Tokens, tokens: Tokens) -> None:
        """While the server was asked the person may have left: then the session waits for her with what is new."""
        if self._tokens is held:
            self._take(tokens)
        elif self._left_at and self._recall(self._left_at) == self._written(held):
            self._keep(self._left_at, tokens)

    def sign_out(self) -> None:
        """End the session here and, when it can be reached, on the server."""
        tokens = self._tokens
        self.forget()
        if tokens is not None:
            try:
                self._end_on_server(tokens)
            except SyncError:
                return  # what the server does not hear of it forgets by itself: the tokens are gone here

    def _end_on_server(self, tokens: Tokens) -> None:
        """The access token may have run out, as after a quiet quarter of an hour; the refresh token gets another."""
        try:
            self._tell_the_end(tokens.access_token)
        except SignInAgain:
            fresh = self._post("/v1/sessions/refresh", encode(Refresh(tokens.refresh_token)))
            self._tell_the_end(fresh.access_token)

    def _tell_the_end(self, access: str) -> None:
        headers = {"authorization": f"Bearer {access}"}
        tell(self._http, HttpRequest("DELETE", f"{self.base_url}/v1/sessions", headers))

    def set_aside(self) -> None:
        """Leave the desk to the next person: `resume(person_id)` or `bring_back(person_id)` goes on with it."""
        with self._lock:
            held = self._held()
            self._left_at = _name(held.person_id)
            self._keep(self._left_at, held)
        self.let_go()
        self._place = self._left_at

    def forget(self) -> None:
        """Forget the session here. One that the keychain does not let go of is not gone on with any more."""
        if not self.let_go() and self._mark:
            self._ended.add(self._mark)

    def let_go(self) -> bool:
        """Forget it at this place only, for it may be at another one; whether the keychain has done so."""
        with self._lock:
            self._tokens = None
            forget(self._memory, self._place)
            try:
                forget(self._keychain, self._place)
            except KeychainUnavailable:
                self.remembered = False
                return False
            return True

    def _held(self) -> Tokens:
        tokens = self._tokens
        if tokens is None:
            raise SignInAgain("nobody is signed in")
        return tokens

    def _take(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._keep(self._place, tokens)

    def _written(self, tokens: Tokens) -> str:
        return encode(Remembered(self.base_url, tokens, self._mark)).decode()

    def _keep(self, name: str, tokens: Tokens) -> None:
        """What the keychain takes makes an earlier memory of it void."""
        try:
            keep(self._keychain, name, self._written(tokens))
            self.remembered = True
            forget(self._memory, name)
        except KeychainUnavailable:
            self.remembered = False
            keep(self._memory, name, self._written(tokens))

    def _recall(self, name: str) -> str | None:
        """What only this process remembers is newer than what the keychain holds."""
        try:
            held = recall(self._keychain, name)
        except KeychainUnavailable:
            self.remembered = False
            held = None
        return recall(self._memory, name) or held

    def _post(self, path: str, body: bytes) -> Tokens:
        return ask(self._http, HttpRequest("POST", self.base_url + path, {"content-type": JSON}, body), Tokens)


def _name(person_id: str) -> str:
    return f"{_NAME}.of.{person_id}" if person_id else _NAME


def _read(held: str | None) -> Remembered | None:
    try:
        return decode(held.encode(), Remembered) if held else None
    except msgspec.DecodeError:
        return None
