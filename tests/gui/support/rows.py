"""Rows with sensible values for tests of screens; a test names only what it is about."""

import datetime as dt
from typing import Any

import msgspec

from domain.appointments import Status
from domain.automations import AUTOMATIONS
from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.permissions import Permission
from domain.times import instant
from domain.wire.automations import AutomationRow
from domain.wire.base import Money
from domain.wire.rows import (
    AppointmentRow,
    BundleItem,
    BundleRow,
    DraftRow,
    Grant,
    Line,
    LocationRow,
    PersonRow,
    ReminderSettingsRow,
    ServiceRow,
    TeamMemberRow,
    Variant,
    WorkingHours,
)

ZONE = "Europe/Berlin"
TODAY = dt.date(2026, 11, 20)
NOW = instant(dt.datetime.fromisoformat("2026-11-20T13:14"), ZONE)
WISH = dt.datetime.fromisoformat("2026-11-20T14:30")
LINDEN, KANAL = "loc-linden", "loc-kanal"


def euros(amount: float) -> Money:
    return Money(minor=round(amount * 100), currency="EUR")


CUT = Line(
    service_id="svc-cut", name="Cut & blow-dry", minutes=60, price=euros(62), variant_id="v-long", variant_name="long"
)
TONER = Line(service_id="svc-toner", name="Toner", minutes=30, price=euros(24))
BEARD = Line(service_id="svc-beard", name="Beard trim", minutes=20, price=euros(24))
BALAYAGE = Line(service_id="svc-balayage", name="Balayage", minutes=120, price=euros(80))


def draft(number: int = 1, **values: Any) -> DraftRow:
    expired_at = values.pop("expired_at", NOW - 12 * MINUTE)
    start = values.pop("start", WISH)
    row = DraftRow(
        id=f"draft-{number:06}",
        location_id=LINDEN,
        client_id=f"client-{number}",
        client_name="Sarah Lindqvist",
        new_client=True,
        phase=Phase.INCOMPLETE,
        cycle=1,
        lines=(CUT, TONER),
        engaged_at=expired_at - 10 * MINUTE,
        expired_at=expired_at,
        removed_at=expired_at - 10 * MINUTE + DAY,
        phone="+46701234567",
        email="sarah@example.org",
        team_member_id="tm-anna",
        start=start,
        start_at=instant(start, ZONE) if start else None,
    )
    return msgspec.structs.replace(row, **values)


def many(count: int) -> tuple[DraftRow, ...]:
    """So many drafts, the first the newest, all still there."""
    return tuple(
        draft(n, client_name=f"Client {n}", expired_at=NOW - n * 1_000_000, removed_at=NOW + DAY) for n in range(count)
    )


def person(*permissions: Permission, location_id: str = LINDEN) -> PersonRow:
    held = permissions or (Permission.MANAGE_WAITLIST, Permission.VIEW_SCHEDULE, Permission.BOOK_APPOINTMENTS)
    return PersonRow(
        id="person-ana",
        business_id="biz",
        business_name="Studio Linden",
        name="Ana Morales",
        grants=(Grant(location_id=location_id, permissions=tuple(held)),),
    )


def manager() -> PersonRow:
    return person(*Permission)


LOCATIONS: tuple[LocationRow, ...] = (
    LocationRow(id=LINDEN, name="Studio Linden", zone=ZONE, currency="EUR", region="DE"),
    LocationRow(id=KANAL, name="Studio Kanal", zone=ZONE, currency="EUR", region="DE"),
)

_ALL_DAY = tuple(WorkingHours(weekday=day, start=dt.time(9), end=dt.time(19)) for day in range(6))
_ALL_SERVICES = ("svc-cut", "svc-toner", "svc-beard", "svc-balayage")


def member(member_id: str, name: str, **values: Any) -> TeamMemberRow:
    row = TeamMemberRow(id=member_id, location_id=LINDEN, name=name, service_ids=_ALL_SERVICES, hours=_ALL_DAY)
    return msgspec.structs.replace(row, **values)


TEAM = (
    member("tm-anna", "Anna"),
    member("tm-ben", "Ben"),
    member("tm-chloe", "Chloé"),
    member("tm-kim", "Kim", location_id=KANAL),
)
SERVICES = (
    ServiceRow(
        id="svc-cut",
        name="Cut & blow-dry",
        minutes=45,
        price=euros(52),
        variants=(
            Variant(id="v-short", name="short", minutes=45, price=euros(52)),
            Variant(id="v-long", name="long", minutes=60, price=euros(62)),
        ),
    ),
    ServiceRow(id="svc-toner", name="Toner", minutes=30, price=euros(24)),
    ServiceRow(id="svc-beard", name="Beard trim", minutes=20, price=euros(24)),
    ServiceRow(id="svc-balayage", name="Balayage", minutes=120, price=euros(80)),
)
BUNDLES = (
    BundleRow(
        id="bun-glow",
        name="Glow",
        items=(BundleItem(service_id="svc-toner"), BundleItem(service_id="svc-beard")),
        price=euros(40),
    ),
)
SETTINGS = ReminderSettingsRow(id="biz", email=False, sms=False)


def appointment(number: int, start: dt.datetime, **values: Any) -> AppointmentRow:
    row = AppointmentRow(
        id=f"appointment-{number}",
        location_id=LINDEN,
        client_id="client-x",
        client_name="Amir Haddad",
        lines=(BEARD,),
        team_member_id="tm-ben",
        start=start,
        zone=ZONE,
        start_at=instant(start, ZONE),
        end_at=instant(start, ZONE) + HOUR,
        status=Status.BOOKED,
        booked_by="client",
    )
    return msgspec.structs.replace(row, **values)


def automations(*on: str) -> tuple[AutomationRow, ...]:
    """Every automated message as a new business has it; those named go by email."""
    return tuple(
        AutomationRow(one.id, one.group, place, one.id in on, False, one.timing, one.timings, one.placeholders)
        for place, one in enumerate(AUTOMATIONS)
    )
