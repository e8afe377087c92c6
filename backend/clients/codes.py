"""One-time codes: six digits, ten minutes, five tries, stored under a key; the number itself is not (promise S2)."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from backend.access.counters import address_of, counter_key, hit
from backend.clients.ports import CodeSender
from backend.db.database import Unit
from backend.db.tables.clients import client_keys, codes
from backend.db.upsert import upsert
from backend.db.write import insert_or_ignore
from backend.due.queue import ClockTask, Due, cancel, schedule
from backend.web.problems import Refused, problem
from domain.constants import DAY, HOUR, MINUTE

LIFE = 10 * MINUTE
TRIES = 5
DIGITS = 6
FORGET = "forget_code"
"""The task that deletes a code nobody used."""


class Limit(NamedTuple):
    """At most so many `tries` in `window` microseconds."""

    tries: int
    window: int


OF_PHONE = (Limit(5, HOUR), Limit(10, DAY))
OF_PEER = Limit(30, HOUR)
GUESSES_OF_PEER = Limit(100, HOUR)


def send(unit: Unit, business_id: str, phone: str, peer: str, sender: CodeSender, language: str | None) -> int:
    """Sends a fresh code to a number in E.164, in place of an earlier one; when it expires. Raises Refused (429).

    `language` is that of the page. Known and unknown numbers take the same way, so neither the answer nor the work
    tells them apart.
    """
    secret = key_of(unit, business_id)
    key = _keyed(secret, "phone", phone)
    _limit(unit, secret, business_id, phone, peer)
    code = _digits(unit)
    expires_at = unit.now + LIFE
    values = {"business_id": business_id, "key": key, "tries": 0, "expires_at": expires_at}
    unit.conn.execute(_KEEP[unit.conn.dialect.name], {**values, "code_hash": _keyed(secret, "code", key.hex() + code)})
    schedule(unit, business_id, FORGET, key.hex(), expires_at)
    sender.send_code(unit, business_id, key.hex(), phone, code, language)
    return expires_at


def check(unit: Unit, business_id: str, phone: str, code: str, peer: str) -> Refused | None:
    """Whether the code is right; the refusal is to be returned and not raised, so that the try stays counted.

    One refusal for wrong, expired, used up and never sent. A right code stays good until `use`.
    """
    secret = key_of(unit, business_id)
    guess = counter_key("guess_peer", f"{business_id} {address_of(peer)}", secret)
    wait = hit(unit, guess, *GUESSES_OF_PEER)
    if wait is not None:
        return _too_many(wait)
    key = _keyed(secret, "phone", phone)
    of = {"business": business_id, "of": key, "now": unit.now}
    held = unit.conn.execute(_TRY, of).scalar_one_or_none()
    given = _keyed(secret, "code", key.hex() + code)
    if not hmac.compare_digest(held or bytes(len(given)), given):
        return problem("code_wrong", 422, "The code is wrong or has expired.", field="$.code")
    return None


def use(unit: Unit, business_id: str, phone: str) -> None:
    """The code has done its work and works no more."""
    key = _keyed(key_of(unit, business_id), "phone", phone)
    unit.conn.execute(_DELETE, {"business": business_id, "of": key})
    cancel(unit, business_id, FORGET, key.hex())


def subject_of(unit: Unit, business_id: str, phone: str) -> str:
    """What names a number's request for a code in due work."""
    return _keyed(key_of(unit, business_id), "phone", phone).hex()


def forget(unit: Unit, due: Due) -> None:
    """Deletes a code that expired: of whoever never came back, nothing stays (row B1)."""
    unit.conn.execute(_DELETE, {"business": due.business_id, "of": bytes.fromhex(due.subject)})


def due_handlers() -> Mapping[str, ClockTask]:
    """By task."""
    return {FORGET: forget}


def key_of(unit: Unit, business_id: str) -> bytes:
    """The key under which this business hashes numbers; made when it is first needed."""
    find = sa.select(client_keys.c.key).where(client_keys.c.business_id == business_id)
    held: bytes | None = unit.conn.execute(find).scalar_one_or_none()
    if held is not None:
        return held
    insert_or_ignore(unit, client_keys, {"business_id": business_id, "key": unit.ids.secret(32)})
    made: bytes = unit.conn.execute(find).scalar_one()
    return made


def _limit(unit: Unit, secret: bytes, business_id: str, phone: str, peer: str) -> None:
    waits = [hit(unit, counter_key("code_peer", f"{business_id} {address_of(peer)}", secret), *OF_PEER)]
    for limit in OF_PHONE:
        key = counter_key(f"code_phone {limit.window}", f"{business_id} {phone}", secret)
        waits.append(hit(unit, key, *limit))
    over = [wait for wait in waits if wait is not None]
    if over:
        raise _too_many(max(over))


def _too_many(wait: int) -> Refused:
    return problem("too_many_codes", 429, "Too many codes were asked for.", retry_after=wait)


def _digits(unit: Unit) -> str:
    return f"{int.from_bytes(unit.ids.secret(8), 'big') % 10**DIGITS:0{DIGITS}d}"


def _keyed(secret: bytes, purpose: str, value: str) -> bytes:
    return hmac.new(secret, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


_THE_CODE = (codes.c.business_id == sa.bindparam("business"), codes.c.key == sa.bindparam("of"))
_TRY = (
    sa.update(codes)
    .where(*_THE_CODE, codes.c.tries < TRIES, codes.c.expires_at > sa.bindparam("now"))
    .values(tries=codes.c.tries + 1)
    .returning(codes.c.code_hash)
)
_DELETE = sa.delete(codes).where(*_THE_CODE)
_KEEP = upsert(codes, ("business_id", "key"))
