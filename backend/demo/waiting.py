"""Eight clients who wait for a time: some for today, some with several days that would do, one for a bundle."""

import datetime as dt
from typing import NamedTuple

from backend.catalogue.queries import catalogue_of
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.demo.days import Pick, choice, place_of
from backend.demo.salon import ZONE, Salon
from backend.waitlist import life
from backend.waitlist.queries import Entry
from domain.prices import resolve
from domain.times import local
from domain.wire.rows import Window


class Wish(NamedTuple):
    """Days counted from today with the hours that would do."""

    day: int
    earliest: int
    latest: int


class Waits(NamedTuple):
    """Who waits since `ago` hours; `by` says at which location, and from whom if `chosen`."""

    client: str
    picks: tuple[Pick, ...]
    by: str
    ago: int
    wishes: tuple[Wish, ...]
    chosen: bool = False
    notes: str = ""


WAITING = (
    Waits("Mia Novak", (Pick("cut", "Medium"),), "Anna", 50, (Wish(0, 12, 20), Wish(1, 9, 13)), chosen=True),
    Waits("Jonas Weber", (Pick("barber", None, "gentleman"), Pick("beard", None, "gentleman")), "Bruno", 27,
          (Wish(1, 16, 20),)),
    Waits("Olga Petrova", (Pick("balayage"), Pick("gloss")), "Chloé", 96,
          (Wish(2, 10, 13), Wish(3, 10, 13), Wish(5, 10, 13)), chosen=True,
          notes="Before her sister's wedding on Saturday week."),
    Waits("Ayşe Yılmaz", (Pick("cut", "Long"), Pick("toner")), "Dilek", 20, (Wish(1, 12, 14),), chosen=True),
    Waits("佐藤 さくら", (Pick("highlights", "Half head"),), "Anna", 71, (Wish(1, 10, 12), Wish(2, 10, 12)),
          chosen=True),
    Waits("Łukasz Wójcik", (Pick("child"), Pick("child")), "Bruno", 5, (Wish(0, 15, 19), Wish(1, 15, 19)),
          notes="Two boys, one after the other."),
    Waits("فاطمة الزهراء", (Pick("updo"),), "Chloé", 3, (Wish(6, 8, 10),), notes="Only before ten."),
    Waits("Siobhán O'Connor", (Pick("colour", "Roots", "colour_cut"), Pick("cut", "Medium", "colour_cut")), "Anna", 2,
          (Wish(1, 15, 18), Wish(2, 15, 18)), chosen=True, notes="After work; will also come at short notice."),
)  # fmt: skip


def add_waiting(unit: Unit, salon: Salon, clients: dict[str, Client], waits: Waits, now: int) -> None:
    """Ana puts one on the list. `now` is when the demo is opened: days are counted from there."""
    member = salon.team[waits.by]
    at, today = place_of(salon, member), local(now, ZONE).date()
    choices = [choice(salon, pick, member if waits.chosen else None) for pick in waits.picks]
    catalogue = catalogue_of(unit, salon.business_id)
    windows = tuple(_window(today, wish) for wish in waits.wishes)
    entry = Entry(
        business_id=salon.business_id,
        id=unit.ids.new(unit.now),
        location_id=at.id,
        client_id=clients[waits.client].id,
        lines=resolve(choices, catalogue.services, catalogue.bundles).lines,
        windows=windows,
        notes=waits.notes,
        status="pending",
        added_at=unit.now,
        changed_at=unit.now,
    )
    life.add(unit, entry, f"person:{salon.ana.id}")


def _window(today: dt.date, wish: Wish) -> Window:
    return Window(today + dt.timedelta(days=wish.day), dt.time(wish.earliest), dt.time(wish.latest))
