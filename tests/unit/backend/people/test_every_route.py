"""Every route with everybody who could call it. The table says what each gets; a route or an action that is not in it
fails, and so does any success that it does not name."""

import datetime as dt
from collections.abc import Callable
from typing import get_args

import pytest

from backend.appointments import queries as appointments
from backend.clients import sessions as client_sessions
from backend.clients.sign_in import add_client
from backend.drafts import resume
from backend.web.route import RouteTable
from domain.appointments import Status
from domain.constants import DAY, MINUTE
from domain.entity import entity_of
from domain.permissions import Role
from domain.seats import seat_of
from domain.wire.access import (
    ForgottenPassword,
    HandOver,
    NewLink,
    PersonRoles,
    RolePermissions,
    RolesAt,
    SaveLocationPhone,
    SignIn,
)
from domain.wire.actions import (
    Action,
    ActionBatch,
    AddWaitlistEntry,
    BookAppointment,
    ChangeAppointment,
    CreateClient,
    DismissDraft,
    EditWaitlistEntry,
    ExplainDismissal,
    LogCall,
    MoveAppointment,
    Payload,
    ReadNotices,
    RemoveWaitlistEntry,
    RestoreDraft,
    RestoreWaitlistEntry,
    Seat,
    SendReminder,
    SetReminderChannels,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
    WishedWindow,
)
from domain.wire.automations import PreviewMessage, SaveAutomation, SaveAutomationText, TryMessage
from domain.wire.base import encode
from domain.wire.booking import (
    CancelBooking,
    CodeRequest,
    ManagedTimesQuery,
    Reland,
    Reschedule,
)
from domain.wire.catalogue import SaveService, SaveTimeOff, TimesOff
from domain.wire.channels import SaveMail, SaveSms, TryMail, TrySms
from domain.wire.clients import (
    ClientFields,
    EditClient,
    EraseClient,
    ImportBatch,
    ImportRow,
    LookAtClient,
    MergeClients,
)
from domain.wire.offers import OfferTime, SaveOfferSettings, WithdrawOffer
from domain.work import CallOutcome, DismissReason
from tests.support.server import OTHER_SALON, PASSWORD, PUBLIC_URL, SALON, Reply, World
from tests.unit.backend.people.scene import (
    ACTORS,
    OWN,
    PHONE,
    STAFF,
    START,
    Expected,
    Scene,
    a_bundle,
    a_manage_link,
    a_member,
    a_password_link,
    a_preferences_link,
    a_refresh_token,
    a_right_code,
    batch,
    choices,
    confirm,
    everybody,
    invitation,
    managers,
    north,
    notes,
    of_all_places,
    on_card,
    review,
    signed_in,
    slots,
    times,
)

pytestmark = pytest.mark.row("S1")

SALON_NAME: dict[str, Callable[[Scene], str]] = {"salon": lambda _scene: SALON}
LINK: dict[str, Callable[[Scene], str]] = {**SALON_NAME, "token": lambda scene: scene.link}
MANAGED: dict[str, Callable[[Scene], str]] = {**SALON_NAME, "token": a_manage_link}
PREFERENCES: dict[str, Callable[[Scene], str]] = {**SALON_NAME, "token": a_preferences_link}
SOMEONE: dict[str, Callable[[Scene], str]] = {"id": lambda scene: scene.world.seeded.people["stylist"].id}
A_CLIENT: dict[str, Callable[[Scene], str]] = {"id": lambda scene: scene.client_id}
PASSWORD_FORM = b"first=long-enough&again=long-enough"
PASSWORD_LINK: dict[str, Callable[[Scene], str]] = {"token": a_password_link}
A_FILE: dict[str, Callable[[Scene], str]] = {"version": lambda _scene: "any", "file": lambda _scene: "frame.css"}
REBOOK: dict[str, Callable[[Scene], str]] = {"id": lambda _scene: "rebook"}
A_TEXT: dict[str, Callable[[Scene], str]] = {
    **REBOOK,
    "channel": lambda _scene: "sms",
    "language": lambda _scene: "en",
}
NEW: dict[str, Callable[[Scene], str]] = {"id": lambda _scene: "new-1"}
A_ROLE: dict[str, Callable[[Scene], str]] = {"role": lambda _scene: "team_member"}

EXPECTED: dict[tuple[str, str], Expected] = {
    ("GET", "/v1/server"): Expected(everybody()),
    ("POST", "/v1/sessions"): Expected(everybody(), body=SignIn("reception@example.org", PASSWORD, "desk")),
    ("POST", "/v1/forgotten-password"): Expected(everybody(204), body=ForgottenPassword("reception@example.org")),
    ("POST", "/v1/people/{id}/ownership"): Expected(
        {**dict.fromkeys(OWN, 403), "owner": 204, "stranger": 404}, body=HandOver(PASSWORD), values=SOMEONE
    ),
    ("POST", "/v1/sessions/refresh"): Expected(everybody(), body=a_refresh_token),
    ("DELETE", "/v1/sessions"): Expected(signed_in(204)),
    ("PUT", "/v1/roles/{role}/permissions"): Expected(
        managers(stranger=204), body=RolePermissions(Role.TEAM_MEMBER, ()), values=A_ROLE
    ),
    ("PUT", "/v1/locations/{location}/phone"): Expected(
        managers(stranger=404), body=SaveLocationPhone("030 1234567"), values={"location": north}
    ),
    ("PUT", "/v1/people/{id}/roles"): Expected(managers(stranger=404), body=PersonRoles({}), values=SOMEONE),
    ("POST", "/v1/people"): Expected(managers(stranger=403, done=201), body=invitation),
    ("POST", "/v1/people/{id}/password-link"): Expected(
        managers(stranger=404, done=201), body=NewLink(hand_over=True), values=SOMEONE
    ),
    ("PUT", "/v1/people/{id}/roles/{location}"): Expected(
        managers(stranger=404), body=RolesAt((Role.RECEPTIONIST,)), values={**SOMEONE, "location": north}
    ),
    ("GET", "/static/{version}/{file}"): Expected(everybody(), values=A_FILE),
    ("GET", "/password/{token}"): Expected(everybody(), values=PASSWORD_LINK),
    ("POST", "/password/{token}"): Expected(everybody(), body=PASSWORD_FORM, values=PASSWORD_LINK),
    ("PUT", "/v1/services/{id}"): Expected(
        managers(stranger=204), body=SaveService("new-1", "Wash", 10, 900, "EUR"), values=NEW
    ),
    ("PUT", "/v1/bundles/{id}"): Expected(managers(stranger=422), body=a_bundle, values=NEW),
    ("PUT", "/v1/team-members/{id}"): Expected(managers(stranger=403), body=a_member, values=NEW),
    ("POST", "/v1/team-members/{id}/affected"): Expected(
        managers(stranger=404, done=200),
        body=TimesOff((SaveTimeOff(0, DAY),)),
        values={"id": lambda scene: scene.world.seeded.team["Ada"].id},
    ),
    ("POST", "/v1/people/{id}/disable"): Expected(managers(stranger=404), values=SOMEONE),
    ("POST", "/v1/people/{id}/enable"): Expected(managers(stranger=404), values=SOMEONE),
    ("GET", "/v1/book/{salon}/catalogue"): Expected(everybody(), values=SALON_NAME),
    ("POST", "/v1/book/{salon}/codes"): Expected(everybody(), body=CodeRequest(PHONE), values=SALON_NAME),
    ("POST", "/v1/book/{salon}/sessions"): Expected(everybody(), body=a_right_code, values=SALON_NAME),
    ("POST", "/v1/book/{salon}/review"): Expected({"client": 200}, body=review, values=SALON_NAME),
    ("GET", "/v1/book/{salon}/review"): Expected({"client": 200}, values=SALON_NAME),
    ("POST", "/v1/book/{salon}/confirm"): Expected({"client": 201}, body=confirm, values=SALON_NAME),
    ("POST", "/v1/book/{salon}/slots"): Expected(everybody(), body=slots, values=SALON_NAME),
    ("GET", "/v1/book/{salon}/resume/{token}"): Expected(everybody(), values=LINK),
    ("POST", "/v1/book/{salon}/resume/{token}/review"): Expected(everybody(), values=LINK),
    ("POST", "/v1/book/{salon}/resume/{token}/confirm"): Expected(everybody(201), body=confirm, values=LINK),
    ("PUT", "/v1/book/{salon}/resume/{token}/start"): Expected(everybody(), body=Reland(START), values=LINK),
    ("PUT", "/v1/book/{salon}/resume/{token}/notes"): Expected(everybody(204), body=notes, values=LINK),
    ("PUT", "/v1/book/{salon}/review/notes"): Expected({"client": 204}, body=notes, values=SALON_NAME),
    ("POST", "/v1/book/{salon}/session"): Expected(everybody(201), body=a_right_code, values=SALON_NAME),
    ("GET", "/v1/book/{salon}/session"): Expected(everybody(), values=SALON_NAME),
    ("DELETE", "/v1/book/{salon}/session"): Expected({"client": 204}, values=SALON_NAME),
    ("POST", "/v1/book/{salon}/times"): Expected(everybody(), body=times, values=SALON_NAME),
    ("GET", "/v1/book/{salon}/manage/{token}"): Expected(everybody(), values=MANAGED),
    ("POST", "/v1/book/{salon}/manage/{token}/times"): Expected(everybody(), body=ManagedTimesQuery(), values=MANAGED),
    ("POST", "/v1/book/{salon}/manage/{token}/move"): Expected(
        everybody(), body=Reschedule(START, START + dt.timedelta(hours=2)), values=MANAGED
    ),
    ("POST", "/v1/book/{salon}/manage/{token}/cancel"): Expected(
        everybody(), body=CancelBooking(START), values=MANAGED
    ),
    ("GET", "/book/{salon}"): Expected(everybody(), values=SALON_NAME),
    ("GET", "/book/{salon}/resume/{token}"): Expected(everybody(), values=LINK),
    ("GET", "/book/{salon}/manage/{token}"): Expected(everybody(), values=MANAGED),
    ("GET", "/book/{salon}/preferences/{token}"): Expected(everybody(), values=PREFERENCES),
    ("POST", "/book/{salon}/preferences/{token}"): Expected(
        everybody(), body=b"List-Unsubscribe=One-Click", values=PREFERENCES
    ),
    ("POST", "/v1/slots"): Expected(
        {"owner": 200, "admin": 200, "reception": 200, "south": 403, "stylist": 403, "stranger": 403}, body=slots
    ),
    ("GET", "/v1/clients/{id}/held"): Expected(
        {**dict.fromkeys(("owner", "admin", "reception", "south"), 200), "stylist": 403, "stranger": 404},
        values=A_CLIENT,
    ),
    ("POST", "/v1/clients/{id}/export"): Expected(
        {**dict.fromkeys(OWN, 403), "owner": 200, "admin": 200, "stranger": 404}, values=A_CLIENT
    ),
    ("POST", "/v1/clients/import"): Expected(
        {**dict.fromkeys(OWN, 403), "owner": 200, "admin": 200, "stranger": 200},
        body=ImportBatch("DE", (ImportRow("import-1", "Iva Import"),)),
    ),
    **{
        (method, f"/v1/book/{{salon}}/offer/{{token}}{end}"): Expected(
            dict.fromkeys(ACTORS, 404), values={**SALON_NAME, "token": lambda _: "none"}
        )
        for method, end in (("GET", ""), ("POST", "/accept"), ("POST", "/decline"))
    },
    **{
        (method, f"/book/{{salon}}/offer/{{token}}{end}"): Expected(
            dict.fromkeys(ACTORS, 404), values={**SALON_NAME, "token": lambda _: "none"}
        )
        for end in ("", "/accept", "/decline")
        for method in (("GET", "POST") if end else ("GET",))
    },
    ("PUT", "/v1/offer-settings"): Expected(
        {**dict.fromkeys(OWN, 403), "owner": 204, "admin": 204, "stranger": 204},
        body=SaveOfferSettings("by_hand", 30),
    ),
    ("GET", "/v1/drafts/{draft}/timeline"): Expected(
        {"owner": 200, "admin": 200, "reception": 200, "south": 403, "stylist": 403, "stranger": 404},
        values={"draft": lambda scene: scene.draft_id},
    ),
    ("PUT", "/v1/channels/email"): Expected(
        of_all_places(204), body=SaveMail("mail.example.org", 587, "starttls", "salon@example.org")
    ),
    ("PUT", "/v1/channels/sms"): Expected(
        of_all_places(204), body=SaveSms(f"AC{'0' * 32}", "+4915199999999", "secret")
    ),
    ("DELETE", "/v1/channels/email"): Expected(of_all_places(204)),
    ("DELETE", "/v1/channels/sms"): Expected(of_all_places(204)),
    ("POST", "/v1/channels/email/test"): Expected(of_all_places(200), body=TryMail()),
    ("POST", "/v1/channels/sms/test"): Expected(of_all_places(200), body=TrySms("+4915199999999")),
    ("POST", "/v1/hooks/twilio/sms/{salon}"): Expected(everybody(403), values=SALON_NAME),
    ("POST", "/v1/hooks/twilio/status/{salon}/{message}"): Expected(
        everybody(403), values={**SALON_NAME, "message": lambda _scene: "m-1"}
    ),
    ("PUT", "/v1/automations/{id}"): Expected(managers(stranger=204), body=SaveAutomation(email=True), values=REBOOK),
    ("GET", "/v1/automations/{id}/texts"): Expected(managers(200, 200), values=REBOOK),
    ("PUT", "/v1/automations/{id}/texts/{channel}/{language}"): Expected(
        managers(204), body=SaveAutomationText("Come back, {{FirstName}}"), values=A_TEXT
    ),
    ("POST", "/v1/automations/{id}/preview"): Expected(
        managers(200, 200), body=PreviewMessage("sms", "de"), values=REBOOK
    ),
    ("POST", "/v1/automations/{id}/test"): Expected(managers(200, 200), body=TryMessage("email", "de"), values=REBOOK),
    ("GET", "/v1/automations/{id}/runs"): Expected(managers(200, 200), values=REBOOK),
    ("GET", "/v1/automation-failures"): Expected(managers(200, 200)),
    ("GET", "/v1/sync"): Expected(signed_in()),
    ("POST", "/v1/actions"): Expected(signed_in(), body=batch),
    ("GET", "/v1/stream"): Expected(signed_in()),
    ("PUT", "/v1/presence"): Expected(
        {"owner": 204, "admin": 204, "reception": 204, "south": 403, "stylist": 403, "stranger": 404}, body=on_card
    ),
}


def scene_of(world: World, actor: str) -> Scene:
    """A client left a booking at the north location unfinished, with a link to it; and `actor` signs in."""
    scene = Scene(world, actor)
    client, scene.client_token = world.client("Nora Nowak", "nora@example.org")
    scene.client_id = client.id
    asked = world.call("POST", f"/v1/book/{SALON}/review", review(scene), token=scene.client_token)
    scene.draft_id = asked.json()["draft_id"]
    world.advance(10 * MINUTE)
    with world.database.write() as unit:
        scene.link = resume.make_link(unit, PUBLIC_URL, SALON, world.business_id, scene.draft_id).rpartition("/")[2]
    scene.token = token_of(scene)
    return scene


def token_of(scene: Scene) -> str | None:
    world = scene.world
    if scene.actor == "nobody":
        return None
    if scene.actor == "client":
        return scene.client_token
    if scene.actor == "guest":
        with world.database.write() as unit:
            guest = add_client(unit, world.seeded.other_business_id, "Gus Gast", "+491713920009", None)
            return client_sessions.start(unit, guest)
    if scene.actor == "dismissed":
        token = world.token("south")
        person = world.seeded.people["south"]
        world.call("POST", f"/v1/people/{person.id}/disable", token=world.token("owner"))
        return token
    return world.token(scene.actor)


def call(scene: Scene, method: str, path: str, expected: Expected) -> Reply:
    for name, value in expected.values.items():
        path = path.replace(f"{{{name}}}", value(scene))
    reply = scene.world.call(method, path, scene.body(expected.body), token=scene.token)
    if reply.response.events is not None:
        reply.response.events.close()
    return reply


def test_no_route_is_unlisted(sqlite_world: World) -> None:
    table: RouteTable = sqlite_world.app.routes
    assert {(route.method, route.path) for route in table.routes} == set(EXPECTED)


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize(("method", "path"), EXPECTED)
def test_everybody_gets_what_the_table_says(sqlite_world: World, method: str, path: str, actor: str) -> None:
    expected = EXPECTED[method, path]
    reply = call(scene_of(sqlite_world, actor), method, path, expected)
    assert reply.status == expected.gets.get(actor, expected.others), reply.body


@pytest.mark.parametrize(
    ("method", "path"), [key for key, row in EXPECTED.items() if "{salon}" in key[1] and "token" in row.values]
)
def test_a_link_opens_nothing_at_another_salon(sqlite_world: World, method: str, path: str) -> None:
    elsewhere = path.replace("{salon}", OTHER_SALON)
    reply = call(scene_of(sqlite_world, "nobody"), method, elsewhere, EXPECTED[method, path])
    assert reply.status == 404


def test_a_stranger_receives_nothing_of_ours(sqlite_world: World) -> None:
    scene = scene_of(sqlite_world, "stranger")
    query: dict[str, str] = {}
    for _ in range(20):
        page = sqlite_world.call("GET", "/v1/sync", token=scene.token, query=query)
        for secret in (sqlite_world.business_id, sqlite_world.seeded.north, scene.draft_id, "Nowak"):
            assert secret.encode() not in page.body
        query = {"cursor": page.json()["cursor"]}


def book(scene: Scene) -> BookAppointment:
    return BookAppointment("app-1", scene.world.seeded.north, scene.client_id, choices(scene), START, scene.draft_id)


def move(scene: Scene) -> MoveAppointment:
    with scene.world.database.read() as unit:
        held = appointments.find(unit, scene.world.business_id, "app-1")
    assert held is not None
    seat = seat_of(held.start, held.lines)
    return MoveAppointment("app-1", Seat(seat.start + dt.timedelta(minutes=15), seat.lines), seat)


FOLLOW_UP = {
    **dict.fromkeys(("owner", "admin", "reception"), "done"),
    **dict.fromkeys(("south", "stylist"), "not_permitted"),
    "stranger": "draft_gone",
}
EVERYONE = dict.fromkeys(STAFF, "done")

ENTRY = "entry-1"
WINDOWS = (WishedWindow(dt.date(2026, 3, 12), dt.time(10), dt.time(14)),)
ADDING = {**FOLLOW_UP, "stranger": "not_permitted"}
ON_APPOINTMENT = {**FOLLOW_UP, "stranger": "appointment_gone"}
ON_ENTRY = {**FOLLOW_UP, "stranger": "entry_gone"}


def waiting(scene: Scene) -> AddWaitlistEntry:
    return AddWaitlistEntry(ENTRY, scene.world.seeded.north, scene.client_id, choices(scene), WINDOWS)


def offer(scene: Scene, offer_id: str = "offer-1") -> OfferTime:
    return OfferTime(offer_id, START, next(iter(scene.world.seeded.team.values())).id, ENTRY)


def edit(scene: Scene) -> EditClient:
    to, was = ClientFields(name="Nora Neu"), ClientFields(name="Nora Nowak")
    return EditClient(scene.client_id, scene.world.seeded.north, to, was)


def merge(scene: Scene) -> MergeClients:
    return MergeClients(scene.client_id, scene.world.client("Nora Nowack", "nora@example.org")[0].id)


ON_CLIENT = {**dict.fromkeys(("owner", "admin", "reception", "south"), "done"), "stylist": "not_permitted"}
OF_MANAGERS = {**dict.fromkeys(OWN, "not_permitted"), "owner": "done", "admin": "done", "stranger": "client_unknown"}

PAYLOADS: dict[type, tuple[Callable[[Scene], Payload], dict[str, str]]] = {
    DismissDraft: (lambda scene: DismissDraft(scene.draft_id), FOLLOW_UP),
    RestoreDraft: (lambda scene: RestoreDraft(scene.draft_id), FOLLOW_UP),
    SendReminder: (lambda scene: SendReminder(scene.draft_id), FOLLOW_UP),
    ExplainDismissal: (lambda scene: ExplainDismissal(scene.draft_id, DismissReason.DUPLICATE), FOLLOW_UP),
    SnoozeDraft: (lambda scene: SnoozeDraft(scene.draft_id, scene.world.clock.at + MINUTE), FOLLOW_UP),
    WakeDraft: (lambda scene: WakeDraft(scene.draft_id), FOLLOW_UP),
    LogCall: (lambda scene: LogCall(scene.draft_id, "call-1", CallOutcome.NO_ANSWER), FOLLOW_UP),
    TakeBackCall: (lambda scene: TakeBackCall(scene.draft_id, "call-1"), FOLLOW_UP),
    BookAppointment: (book, {**FOLLOW_UP, "stranger": "not_permitted"}),
    MoveAppointment: (move, ON_APPOINTMENT),
    ChangeAppointment: (
        lambda _scene: ChangeAppointment("app-1", Status.CONFIRMED, Status.BOOKED, START),
        ON_APPOINTMENT,
    ),
    SetReminderChannels: (
        lambda _scene: SetReminderChannels(email=True, sms=False),
        {**EVERYONE, **dict.fromkeys(("reception", "south", "stylist"), "not_permitted")},
    ),
    ReadNotices: (lambda _scene: ReadNotices(1), EVERYONE),
    CreateClient: (lambda scene: CreateClient("new-1", scene.world.seeded.north, "Nora Neu"), ADDING),
    EditClient: (edit, {**ON_CLIENT, "stranger": "not_permitted"}),
    MergeClients: (merge, {**ON_CLIENT, "stranger": "client_unknown"}),
    EraseClient: (lambda scene: EraseClient(scene.client_id), OF_MANAGERS),
    LookAtClient: (lambda scene: LookAtClient(scene.client_id), {**ON_CLIENT, "stranger": "client_unknown"}),
    AddWaitlistEntry: (waiting, ADDING),
    EditWaitlistEntry: (lambda scene: EditWaitlistEntry(ENTRY, choices(scene), WINDOWS), ON_ENTRY),
    RemoveWaitlistEntry: (lambda _scene: RemoveWaitlistEntry(ENTRY), ON_ENTRY),
    RestoreWaitlistEntry: (lambda _scene: RestoreWaitlistEntry(ENTRY), ON_ENTRY),
    OfferTime: (offer, {**FOLLOW_UP, "stranger": "entry_gone"}),
    WithdrawOffer: (lambda _scene: WithdrawOffer("offer-0"), {**FOLLOW_UP, "stranger": "offer_over"}),
}


def test_no_action_is_unlisted() -> None:
    assert set(PAYLOADS) == set(get_args(Payload))


@pytest.mark.row("B18")
@pytest.mark.parametrize("actor", STAFF)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_actions_ask_for_their_permission_at_their_location(sqlite_world: World, payload: type, actor: str) -> None:
    scene = scene_of(sqlite_world, actor)
    make, expected = PAYLOADS[payload]
    prepare(scene, payload, sqlite_world.token("owner"))
    assert answer_of(scene, make(scene), "a-1", scene.token) == expected[actor]


def prepare(scene: Scene, payload: type, token: str | None) -> None:
    """What has to have happened before the action can be asked for."""
    if payload in {MoveAppointment, ChangeAppointment}:
        answer_of(scene, book(scene), "a-0", token)
    if payload is WakeDraft:
        answer_of(scene, SnoozeDraft(scene.draft_id, scene.world.clock.at + MINUTE), "a-0", token)
    if payload is TakeBackCall:
        answer_of(scene, LogCall(scene.draft_id, "call-1", CallOutcome.NO_ANSWER), "a-0", token)
    if payload in {RestoreDraft, ExplainDismissal}:
        answer_of(scene, DismissDraft(scene.draft_id), "a-0", token)
    if payload in {EditWaitlistEntry, RemoveWaitlistEntry, RestoreWaitlistEntry}:
        answer_of(scene, waiting(scene), "a-0", token)
    if payload in {OfferTime, WithdrawOffer}:
        answer_of(scene, waiting(scene), "a-0", token)
    if payload is WithdrawOffer:
        answer_of(scene, offer(scene, "offer-0"), "a-00", token)
    if payload is RestoreWaitlistEntry:
        answer_of(scene, RemoveWaitlistEntry(ENTRY), "a-00", token)


def answer_of(scene: Scene, payload: Payload, action_id: str, token: str | None) -> str:
    asked = ActionBatch((Action(action_id, entity_of(payload), scene.world.clock.at, payload),))
    (answer,) = scene.world.call("POST", "/v1/actions", encode(asked), token=token).json()["answers"]
    found: str = answer["status"] if answer["status"] != "refused" else answer["refusal"]["code"]
    return found
