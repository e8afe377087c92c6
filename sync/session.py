"""Who is signed in at this desk: tokens that rotate (promise S9), remembered by the keychain when there is one (S8)."""

import threading

import msgspec

from domain.constants import API_VERSION, PRODUCT
from domain.wire.access import Refresh, ServerInfo, SignIn, Tokens
from domain.wire.base import Answer, decode, encode
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


class Session:
    """The tokens of one person. Every method may be called from any thread."""

    def __init__(self, http: Http, base_url: str, keychain: Keychain, memory: MemoryKeychain | None = None) -> None:
        """`memory` has, as long as the process runs, what the keychain did not take."""
        self._http = http
        self._keychain, self._memory = keychain, memory or MemoryKeychain()
        self._lock = threading.Lock()
        self._tokens: Tokens | None = None
        self._place = _NAME
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

        A keychain that fails counts as none.
        """
        remembered = _read(self._recall(_name(person_id)))
        if remembered is None or remembered.base_url != self.base_url:
            return False
        self._tokens, self._place = remembered.tokens, _name(person_id)
        return True

    def sign_in(self, email: str, password: str, device_id: str) -> Tokens:
        """Sign a person in. Raises what `ask` raises; ProblemAnswer is `wrong_credentials`."""
        self.info()
        tokens = self._post("/v1/sessions", encode(SignIn(email, password, device_id)))
        with self._lock:
            self._place = _NAME
            self._take(tokens)
        return tokens

    def renew(self, used: str) -> str:
        """An access token in place of `used`, which the server no longer takes; who comes second gets the first one's.

        Raises SignInAgain when the session is over, and what `ask` raises.
        """
        with self._lock:
            held = self._held()
            if held.access_token != used:
                return held.access_token
            tokens = self._post("/v1/sessions/refresh", encode(Refresh(held.refresh_token)))
            if tokens.server != held.server or tokens.person_id != held.person_id:
                raise WrongServer("another server answers there now")
            self._take(tokens)
            return tokens.access_token

    def sign_out(self) -> None:
        """End the session here and, when it can be reached, on the server."""
        tokens = self._tokens
        self.forget()
        if tokens is not None:
            headers = {"authorization": f"Bearer {tokens.access_token}"}
            try:
                tell(self._http, HttpRequest("DELETE", f"{self.base_url}/v1/sessions", headers))
            except SyncError:
                return  # what the server does not hear of it forgets by itself: the tokens are gone here

    def set_aside(self) -> None:
        """Leave the desk to the next person while actions still wait: `resume(person_id)` goes on with it."""
        with self._lock:
            held = self._held()
            self._keep(_name(held.person_id), held)
        self.forget()

    def forget(self) -> None:
        """Forget the session here."""
        with self._lock:
            self._tokens = None
            forget(self._memory, self._place)
            try:
                forget(self._keychain, self._place)
            except KeychainUnavailable:
                self.remembered = False

    def _held(self) -> Tokens:
        tokens = self._tokens
        if tokens is None:
            raise SignInAgain("nobody is signed in")
        return tokens

    def _take(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._keep(self._place, tokens)

    def _keep(self, name: str, tokens: Tokens) -> None:
        try:
            keep(self._keychain, name, encode(Remembered(self.base_url, tokens)).decode())
            self.remembered = True
        except KeychainUnavailable:
            self.remembered = False
            keep(self._memory, name, encode(Remembered(self.base_url, tokens)).decode())

    def _recall(self, name: str) -> str | None:
        try:
            held = recall(self._keychain, name)
        except KeychainUnavailable:
            self.remembered = False
            held = None
        return held or recall(self._memory, name)

    def _post(self, path: str, body: bytes) -> Tokens:
        return ask(self._http, HttpRequest("POST", self.base_url + path, {"content-type": JSON}, body), Tokens)


def _name(person_id: str) -> str:
    return f"{_NAME}.of.{person_id}" if person_id else _NAME


def _read(held: str | None) -> Remembered | None:
    try:
        return decode(held.encode(), Remembered) if held else None
    except msgspec.DecodeError:
        return None
