"""Builds the demo salon into an empty database, as it would stand if people had worked in it until now."""

import datetime as dt
import random
from functools import partial

from backend.clients.queries import Client
from backend.db.database import Database
from backend.demo.clients import add_clients
from backend.demo.days import fill
from backend.demo.followups import LEFT, Deed, FollowUps
from backend.demo.salon import ZONE, Salon, open_salon
from backend.demo.travel import Past, past_of
from backend.demo.waiting import WAITING, add_waiting
from backend.drafts import tasks
from backend.messages import sandbox
from backend.messages.post import Post
from domain.constants import DAY, MINUTE
from domain.times import local

OPENED = 30 * DAY
KNOWN_SINCE = 14
"""Days ago on which most clients were here before."""

BOOKED = 2 * DAY
_A_DAY, _A_DAY_AHEAD = 4, 2
_SEED = 4


def build(database: Database, public_url: str) -> None:
    """Fills a migrated, empty database, in a second or so. Links in the sandbox's messages begin with `public_url`.

    Everything is done by the use cases at earlier times; nothing else may be using the database.
    """
    now, post = database.clock.now(), sandbox.sandbox_post(public_url)
    past = past_of(database, now - OPENED, {**tasks.due_handlers(post), **sandbox.due_handlers()})
    with past.database.write() as unit:
        salon = open_salon(unit)
        clients = add_clients(unit, salon.business_id)
    _fill_days(past, salon, clients, now)
    for deed in _deeds(salon, clients, post, now):
        past.go(now - deed.ago * MINUTE)
        with past.database.write() as unit:
            deed.do(unit)
    past.go(now)


def _deeds(salon: Salon, clients: dict[str, Client], post: Post, now: int) -> list[Deed]:
    """What was done about unfinished bookings, and who was put on the waitlist, oldest first."""
    waiting = [
        Deed(waits.ago * 60, partial(add_waiting, salon=salon, clients=clients, waits=waits, now=now))
        for waits in WAITING
    ]
    return sorted([*FollowUps(salon, clients, post).deeds(), *waiting], key=lambda deed: -deed.ago)


def _fill_days(past: Past, salon: Salon, clients: dict[str, Client], now: int) -> None:
    """Those who left something unfinished were here before, some of them; none of them has an appointment ahead."""
    left = [clients[one.client] for one in LEFT]
    others = [client for client in clients.values() if client not in left]
    luck = random.Random(_SEED)  # noqa: S311 - what looks like chance here is the same at every start
    today = local(now, ZONE).date()
    with past.database.write() as unit:
        fill(unit, salon, left[1::2] + others[:9], today - dt.timedelta(days=KNOWN_SINCE), 2, luck)
        fill(unit, salon, others[9:-4], today - dt.timedelta(days=KNOWN_SINCE - 1), 2, luck)
    past.go(now - BOOKED)
    with past.database.write() as unit:
        fill(unit, salon, others, today, _A_DAY, luck)
        fill(unit, salon, others[::-1], today + dt.timedelta(days=1), _A_DAY_AHEAD, luck)
        fill(unit, salon, others[::-2], today + dt.timedelta(days=2), _A_DAY_AHEAD, luck)
