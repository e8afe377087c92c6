"""The clients of the demo: names as a city has them, numbers reserved for fiction, addresses of example.org."""

from collections.abc import Iterator
from itertools import chain, count
from typing import NamedTuple

from backend.clients.queries import Client, write_clients, write_opt_out, write_wants
from backend.clients.rows import publish
from backend.db.database import Unit
from backend.demo.names import made_up
from backend.events.log import record


class _Who(NamedTuple):
    """A client before she is on file. No `email` means that she gave none; `phone` is made up when not given."""

    name: str
    email: str | None
    language: str = "de"
    phone: str | None = None


_WHO = (
    _Who("Sarah Lindqvist", "sarah", "en", "+46701740605"),
    _Who("محمد الأحمد", "m.alahmad", "ar"),
    _Who("Aurélie Dubois-Fontaine", "aurelie", "fr"),
    _Who("प्रिया शर्मा", None, "hi"),
    _Who("李娜", "li.na", "zh"),
    _Who("Δήμητρα Παπαδοπούλου", "dimitra.p", "el"),
    _Who("Mia Novak", "mia.novak"),
    _Who("Jonas Weber", "jonas.weber"),
    _Who("Olga Petrova", "olga.petrova"),
    _Who("Zoë King", "zoe.king", "en"),
    _Who("Sofía Romero", "sofia.romero", "es"),
    _Who("Amir Haddad", "amir.haddad", "fr"),
    _Who("Tom Ek", "tom.ek", "en", "+46701740606"),
    _Who("Inês Costa", "ines.costa", "pt"),
    _Who("佐藤 さくら", "sakura.sato", "ja"),
    _Who("สมชาย ใจดี", "somchai", "th"),
    _Who("Наталья Соколова", "n.sokolova", "ru"),
    _Who("김민준", "minjun.kim", "ko"),
    _Who("נועה לוי", "noa.levi", "he"),
    _Who("Ayşe Yılmaz", "ayse.yilmaz", "tr"),
    _Who("Björk Guðmundsdóttir", "bjork.g", "is"),
    _Who("Łukasz Wójcik", "lukasz.wojcik", "pl"),
    _Who("Nguyễn Thị Mai", "mai.nguyen", "vi"),
    _Who("Đorđe Petrović", "djordje.p", "sr"),
    _Who("فاطمة الزهراء", "fatima.z", "ar"),
    _Who("Олександр Шевченко", "o.shevchenko", "uk"),
    _Who("अर्जुन पटेल", "arjun.patel", "hi"),
    _Who("王小明", "xiaoming.wang", "zh"),
    _Who("Γιώργος Νικολάου", None, "el"),
    _Who("Siobhán O'Connor", "siobhan.oconnor", "en"),
    _Who("Jürgen Groß", "juergen.gross"),
    _Who("Chloe Anderson-Featherstonehaugh", "chloe.af", "en", "+61491570156"),
    _Who("O", "o", "en"),
    _Who("தமிழ்ச்செல்வி முருகன்", "tamilselvi", "ta"),
    _Who("Giulia De Luca", "giulia.deluca", "it"),
    _Who("Emeka Okonkwo", "emeka.okonkwo", "en", "+12025550143"),
    _Who("María José Carreño Quiñones", "mj.carreno", "es"),
    _Who("Hannah Schröder", "hannah.schroeder"),
    _Who("Ola Nordmann", "ola.nordmann", "en"),
    _Who("علی رضایی", "ali.rezaei", "fa"),
    _Who("Veronika Dvořáková", "veronika.d", "cs"),
    _Who("Ірина Коваль", None, "uk"),
)

_MADE_UP_NUMBERS = (
    range(491713920000, 491713920100),
    range(4917604069000, 4917604069100),
    range(493023125000, 493023126000),
)
"""German numbers that are never given to anybody, mobiles before Berlin's."""

_ABROAD = {"en": 12025550100, "sv": 46701740610}
"""Where others begin that are kept for films, by the language of who has them."""

_NO_EMAIL_EVERY = 9
"""One in so many gave no address."""

_NO_SMS = ("Aurélie Dubois-Fontaine",)
_NO_EMAIL_WANTED = ("李娜",)


def add_clients(unit: Unit, business_id: str) -> dict[str, Client]:
    """All clients, by name."""
    clients = {who.name: _client(unit, business_id, who, number) for who, number in _numbered()}
    write_clients(unit, list(clients.values()))
    for client in clients.values():
        record(unit, business_id, "client.added", f"client:{client.id}", f"client:{client.id}")
    for name in _NO_SMS:
        write_opt_out(unit, business_id, clients[name].id, "sms", unit.now)
    for name in _NO_EMAIL_WANTED:
        write_wants(unit, business_id, clients[name].id, "email", wants=False)
    publish(unit, business_id, [client.id for client in clients.values()])
    return clients


def _numbered() -> Iterator[tuple[_Who, int]]:
    """Everybody, each with a number of her own."""
    here = chain.from_iterable(_MADE_UP_NUMBERS)
    abroad = {language: count(first) for language, first in _ABROAD.items()}
    for who in _WHO:
        yield who, next(here)
    for place, made in enumerate(made_up()):
        email = None if place % _NO_EMAIL_EVERY == 0 else made.handle
        yield _Who(made.name, email, made.language), next(abroad.get(made.language, here))


def _client(unit: Unit, business_id: str, who: _Who, number: int) -> Client:
    email = f"{who.email}@example.org" if who.email else None
    return Client(business_id, unit.ids.new(unit.now), who.name, who.phone or f"+{number}", email, who.language)
