"""Builds the demo salon into an empty database, as it would stand if people had worked in it until now."""

import random
from functools import partial

from backend.clients.queries import Client
from backend.db.database import Database
from backend.demo.clients import add_clients
from backend.demo.diary import AHEAD, BEFORE, Diary
from backend.demo.followups import LEFT, Deed, FollowUps
from backend.demo.lately import Lately
from backend.demo.salon import ZONE, Salon, open_salon
from backend.demo.travel import Past, past_of
from backend.demo.waiting import WAITING, add_waiting
from backend.drafts import tasks
from backend.drafts.reminders import Reminders
from backend.messages import sandbox
from backend.messages.sending import Owner, Sender
from backend.offers import life as offer_life
from backend.offers.asking import Questions
from domain.constants import DAY, MINUTE
from domain.times import local

OPENED = 30 * DAY
BOOKED = 2 * DAY
_SEED = 4


def build(database: Database, public_url: str) -> None:
    """Fills a migrated, empty database, in a second or so. Links in the sandbox's messages begin with `public_url`.

    Everything is done by the use cases at earlier times; nothing else may be using the database.
    """
    now = database.clock.now()
    owners: dict[str, Owner] = {"draft": Reminders(), "offer": Questions(offer_life.unreached)}
    sender = Sender(sandbox.sandbox_post(public_url), owners)
    expiry = tasks.due_handlers(lambda _unit, _draft: None)
    past = past_of(database, now - OPENED, {**expiry, **sender.due_handlers(), **sandbox.due_handlers()})
    with past.database.write() as unit:
        salon = open_salon(unit)
        clients = add_clients(unit, salon.business_id)
    diary = _diary(salon, clients, now)
    _fill_days(past, diary, now)
    for deed in _deeds(salon, clients, sender, diary, now):
        past.go(now - deed.ago * MINUTE)
        with past.database.write() as unit:
            deed.do(unit)
    past.go(now)


def _deeds(salon: Salon, clients: dict[str, Client], sender: Sender, diary: Diary, now: int) -> list[Deed]:
    """What was done about unfinished bookings and appointments, and who was put on the waitlist, oldest first."""
    waiting = [
        Deed(waits.ago * 60, partial(add_waiting, salon=salon, clients=clients, waits=waits, now=now))
        for waits in WAITING
    ]
    followed = [*FollowUps(salon, clients, sender).deeds(), *Lately(salon, clients, sender).deeds()]
    return sorted([*followed, *waiting, *diary.today(now)], key=lambda deed: -deed.ago)


def _diary(salon: Salon, clients: dict[str, Client], now: int) -> Diary:
    """Every other of those who left something unfinished was here before; none of them has an appointment ahead."""
    left = [clients[one.client] for one in LEFT]
    others = [client for client in clients.values() if client not in left]
    luck = random.Random(_SEED)  # noqa: S311 - what looks like chance here is the same at every start
    luck.shuffle(others)
    return Diary(salon, left[1::2], others, local(now, ZONE).date(), luck)


def _fill_days(past: Past, diary: Diary, now: int) -> None:
    past.go(now - (BEFORE + 1) * DAY)
    with past.database.write() as unit:
        diary.fill(unit, -BEFORE, -1)
    past.go(now - BOOKED)
    with past.database.write() as unit:
        diary.fill(unit, 0, AHEAD)
