"""Who could call a route, and what each call is given: a salon in the middle of its day."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.access import links, sessions
from backend.messages import links as message_links
from domain.permissions import Role
from domain.wire.access import (
    Invite,
    Refresh,
)
from domain.wire.actions import (
    Action,
    ActionBatch,
    Choice,
    ReadNotices,
)
from domain.wire.booking import (
    CodeRequest,
    CodeVerification,
    Confirm,
    EnterReview,
    Notes,
    SlotQuery,
    TimesQuery,
)
from domain.wire.catalogue import SaveBundle, SaveItem, SaveTeamMember
from domain.wire.presence import Presence
from tests.support.server import PUBLIC_URL, SALON, World

OWN = ("owner", "admin", "reception", "south", "stylist")
STAFF = (*OWN, "stranger")
"""`south` works at the other location, `stranger` owns another business."""

ACTORS = ("nobody", "client", "guest", *STAFF, "dismissed")
"""`client` has an unfinished booking here, `guest` is a client of the other salon, `dismissed` lost her account."""

PHONE = "+491713920001"
WEDNESDAY = dt.date(2026, 3, 11)
START = dt.datetime(2026, 3, 11, 10, 0)


@dataclass
class Scene:
    """A world in which `actor` is about to ask for something."""

    world: World
    actor: str
    token: str | None = None
    client_id: str = ""
    client_token: str = ""
    draft_id: str = ""
    link: str = ""

    def body(self, make: Callable[["Scene"], object] | object) -> object:
        return make(self) if callable(make) else make


@dataclass(frozen=True)
class Expected:
    """What a route is asked with, and who gets which status; everybody else gets `others`."""

    gets: dict[str, int]
    others: int = 401
    body: object = None
    values: dict[str, Callable[[Scene], str]] = field(default_factory=dict)


def everybody(status: int = 200) -> dict[str, int]:
    return dict.fromkeys(ACTORS, status)


def signed_in(status: int = 200) -> dict[str, int]:
    return dict.fromkeys(STAFF, status)


def managers(stranger: int, done: int = 204) -> dict[str, int]:
    return {**dict.fromkeys(OWN, 403), "owner": done, "admin": done, "stranger": stranger}


def of_all_places(done: int) -> dict[str, int]:
    return {**dict.fromkeys(STAFF, 403), "owner": done, "admin": done, "stranger": done}


def north(scene: Scene) -> str:
    return scene.world.seeded.north


def invitation(scene: Scene) -> Invite:
    return Invite("Nele Neu", "nele@example.org", {north(scene): (Role.RECEPTIONIST,)})


def a_password_link(scene: Scene) -> str:
    person = scene.world.seeded.people["stylist"]
    with scene.world.database.write() as unit:
        return links.make(unit, person.business_id, person.id)[0]


def a_bundle(scene: Scene) -> SaveBundle:
    return SaveBundle("new-1", "Both", (SaveItem(scene.world.seeded.services["cut"].id),), 5000, "EUR")


def a_member(scene: Scene) -> SaveTeamMember:
    return SaveTeamMember("new-1", north(scene), "Dora", (), ())


def a_refresh_token(scene: Scene) -> Refresh:
    person = scene.world.seeded.people["reception"]
    with scene.world.database.write() as unit:
        return Refresh(sessions.start(unit, person.business_id, person.id, "desk").refresh)


def a_right_code(scene: Scene) -> CodeVerification:
    scene.world.call("POST", f"/v1/book/{SALON}/codes", CodeRequest(PHONE))
    scene.world.run_due()
    found = re.search("[0-9]{6}", scene.world.sms.sent[-1].text)
    assert found is not None
    return CodeVerification(PHONE, found.group(), "Eva")


def choices(scene: Scene) -> tuple[Choice, ...]:
    return (Choice(scene.world.seeded.services["cut"].id),)


def review(scene: Scene) -> EnterReview:
    return EnterReview(scene.world.seeded.north, choices(scene), START)


def slots(scene: Scene) -> SlotQuery:
    return SlotQuery(scene.world.seeded.north, choices(scene), WEDNESDAY)


def confirm(scene: Scene) -> Confirm:
    return Confirm(scene.draft_id, START)


def on_card(scene: Scene) -> Presence:
    return Presence(f"draft:{scene.draft_id}")


def batch(scene: Scene) -> ActionBatch:
    return ActionBatch((Action("a-1", "bell", scene.world.clock.at, ReadNotices(1)),))


def times(scene: Scene) -> TimesQuery:
    return TimesQuery(scene.world.seeded.north, choices(scene))


def notes(scene: Scene) -> Notes:
    return Notes(scene.draft_id, "At the window, please")


def a_manage_link(scene: Scene) -> str:
    """Of what the client booked from her draft."""
    booked = scene.world.call("POST", f"/v1/book/{SALON}/confirm", confirm(scene), token=scene.client_token)
    return str(booked.json()["manage"]).rpartition("/")[2]


def a_preferences_link(scene: Scene) -> str:
    with scene.world.database.write() as unit:
        subject = f"client:{scene.client_id}"
        link = message_links.make_link(unit, PUBLIC_URL, SALON, scene.world.business_id, "preferences", subject)
    return link.rpartition("/")[2]
