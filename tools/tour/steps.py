"""The steps of the tour, in order. Each does something with the mouse or as somebody else, checks what came of it on
the screen and through the API, and says in one sentence what happened. What did not happen raises NotHappened.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.ports import Link
from desktop.texts import tr
from desktop.views.bell.panel import BellPanel
from desktop.views.booking.dialog import BookingDialog
from desktop.views.followups.timeline import TimelineDrawer
from desktop.views.shell.bar import BellButton, PersonButton
from desktop.views.sign_in.page import SignInPage
from domain.contacts import parse_phone
from domain.drafts import Phase
from domain.permissions import Permission, Role
from domain.wire.booking import Review
from domain.wire.rows import AppointmentRow, Call, DraftRow, SandboxMessageRow
from tests.bench.painted import until_card_gone, until_card_painted
from tests.bench.until import NotHappened
from tools.tour.behind_the_desk import STEPS as BEHIND
from tools.tour.behind_the_desk import BehindTheDesk
from tools.tour.front_desk import FrontDesk
from tools.tour.hands import buttons, click, click_on, pick, says, top_window
from tools.tour.in_settings import STEPS as IN_SETTINGS
from tools.tour.in_settings import InSettings
from tools.tour.looks import connection, is_live, shown, speak
from tools.tour.offering import STEPS as OFFERING
from tools.tour.offering import Offering
from tools.tour.people import Person, code_in
from tools.tour.stage import PASSWORD, RECEPTION, Stage, found

PUSH_SECONDS = 10.0
"""Long for a push, short for a desk that only asks every half minute."""

LEA = Person(
    name="Léa Marchand",
    phone="+33 6 98 12 34 56",
    email="lea.marchand@example.org",
    services=(("Cut & blow-dry", "Long"), ("Toner", "")),
    member="Anna",
    in_days=1,
    notes="Please not too short at the sides.",
)


class Step(NamedTuple):
    """`name` is the picture's."""

    name: str
    do: Callable[["Tour"], str]


class Tour:
    """What one step leaves for the next."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.review: Review | None = None
        self.queued: DraftRow | None = None
        self.front_desk = FrontDesk(stage, LEA)
        self.offering = Offering(stage)
        self.behind, self.settings = BehindTheDesk(stage, LEA), InSettings(stage, LEA)

    @property
    def draft_id(self) -> str:
        """The draft of the client whom the tour follows."""
        return found(self.review, "the client reached the Review step").draft_id

    def draft(self) -> DraftRow | None:
        """That draft as another desk sees it."""
        return self.stage.owner.find(DraftRow, self.draft_id)

    def until_phase(self, phase: Phase) -> None:
        """Waits until the server says so."""
        self.stage.until(lambda: phase_of(self.draft()) is phase, f"the server has the draft {phase}")


def phase_of(draft: DraftRow | None) -> Phase | None:
    """None for a draft that staff cannot see."""
    return draft.phase if draft else None


def first_look(tour: Tour) -> str:
    """The sign-in page, filled in."""
    tour.stage.app.start()
    page = found(tour.stage.window.findChild(SignInPage), "the sign-in page is shown")
    typed = ((page.server, tour.stage.server.address), (page.email, RECEPTION), (page.password, PASSWORD))
    for field, text in typed:
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        QTest.keyClicks(field, text)
    return "the window opened at the sign-in page"


def sign_in(tour: Tour) -> str:
    """Signing in with the mouse; Today."""
    stage = tour.stage
    click(stage.window, "Sign in")
    stage.until(lambda: stage.app.workplace is not None and is_live(stage), "the desk is live")
    stage.until(lambda: says(stage.window, "waiting"), "Today counts the incomplete bookings")
    return "Ana signed in; Today counts what waits"


def follow_ups(tour: Tour) -> str:
    """From Today's amber card to the cards (row B11)."""
    click(tour.stage.window, "Review incomplete bookings")
    tour.stage.until(lambda: len(shown(tour.stage)) > 0, "cards are shown")
    return f"Review opened Follow-ups with {tour.stage.work.drafts.rowCount()} incomplete bookings"


def abandon(tour: Tour) -> str:
    """A client books as far as Review over HTTP and leaves (rows B1, B4)."""
    stage, before = tour.stage, tour.stage.work.drafts.rowCount()
    stage.visitor.sign_in(LEA, lambda: _code(stage))
    tour.review = stage.visitor.abandon(LEA, stage.today())
    if tour.draft() is not None or stage.work.drafts.rowCount() != before:
        raise NotHappened("staff see nothing of a running review session")
    return f"{LEA.name} signed in by code, chose, reached Review and left; staff see nothing of it yet"


def expire(tour: Tour) -> str:
    """The review session ends; the card is there, pushed (rows B5, N4)."""
    stage, review = tour.stage, found(tour.review, "the client reached the Review step")
    taken = until_card_painted(stage.cards, review.draft_id, lambda: stage.go(review.expires_at), PUSH_SECONDS)
    tour.until_phase(Phase.INCOMPLETE)
    return f"expiry to card painted: {taken:.0f} ms"


def bell(tour: Tour) -> str:
    """The bell's one notification (row B5)."""
    stage = tour.stage
    button = found(stage.window.findChild(BellButton), "there is a bell")
    stage.until(lambda: button.fresh() > 0, "the bell has something new")
    click_on(button)
    stage.until(lambda: top_window(BellPanel) is not None, "the bell's list opened")
    panel = found(top_window(BellPanel), "the bell's list is open")
    if not says(panel, LEA.name):
        raise NotHappened("the bell names the client")
    return f"the bell named {LEA.name}"


def remind(tour: Tour) -> str:
    """Send reminder (row B14)."""
    stage = tour.stage
    found(top_window(BellPanel), "the bell's list is open").close()
    click(stage.window, f"Send reminder: {LEA.name}")
    stage.until(lambda: len(_reminders(tour)) == 2, "the server has sent both reminders")
    stage.until(lambda: says(stage.window, "Reminder to"), "a toast names the channels")
    again = f"Send again: {LEA.name}"
    stage.until(lambda: any(buttons(stage.window, again)), "the card offers to send again")
    return f"the reminder to {LEA.name} went by email and SMS, each with her resume link"


def somebody_on_it(tour: Tour) -> str:
    """Another desk is on the card; Call asks first, in the card (row N5)."""
    stage = tour.stage
    stage.owner.be_on(tour.draft_id)
    stage.until(lambda: says(stage.window, "Katharina Linden is on this"), "the card says who is on it")
    click(stage.window, f"Call {LEA.name}")
    stage.until(lambda: says(stage.window, "Call anyway?"), "the card asks")
    if stage.dialer.dialled:
        raise NotHappened("nobody was called before the question was answered")
    return "another desk is on the card; Call asked before dialling"


def alone_again(tour: Tour) -> str:
    """The other desk leaves the card."""
    stage = tour.stage
    stage.owner.be_on(None)
    stage.until(lambda: not says(stage.window, "is on this"), "the card says so no longer")
    return "the other desk left the card, and the question with it"


def call(tour: Tour) -> str:
    """Call (row B16)."""
    click(tour.stage.window, f"Call {LEA.name}")
    tour.stage.until(lambda: len(tour.stage.dialer.dialled) > 0, "the dialer was handed a number")
    return f"Call handed {tour.stage.dialer.dialled[-1]} to the dialer"


def outcome(tour: Tour) -> str:
    """How the call went, and what to do next, in the place of the card's buttons (row N6)."""
    stage = tour.stage
    click(stage.window, f"No answer: {LEA.name}")
    stage.until(lambda: len(_calls(tour)) == 1, "the server has how the call went")
    stage.until(lambda: any(buttons(stage.window, f"Snooze 1 hour: {LEA.name}")), "the card offers the next step")
    return "No answer was noted; the card offers a note, a snooze or a reminder next"


def story(tour: Tour) -> str:
    """The drawer with everything that happened (row N13)."""
    stage = tour.stage
    click(stage.window, "Show the buttons again")
    stage.until(lambda: says(stage.window, "no answer"), "the card says how the call went")
    click(stage.window, f"More about {LEA.name}")
    pick("What happened so far")
    stage.until(lambda: says(stage.window, f"{LEA.name}: what happened"), "the drawer is open")
    drawer = found(stage.window.findChild(TimelineDrawer), "there is a drawer")
    stage.until(lambda: drawer.list.count() >= 5, "the server has told it")
    return f"the drawer tells {drawer.list.count()} things, from started to called"


def dismiss(tour: Tour) -> str:
    """Dismiss (row B15)."""
    window = tour.stage.window
    click(window, "Close the timeline")
    until_card_gone(tour.stage.cards, tour.draft_id, lambda: click(window, f"Dismiss {LEA.name}"))
    tour.until_phase(Phase.DISMISSED)
    tour.stage.until(lambda: says(window, "was dismissed"), "a toast says so")
    return f"{LEA.name}'s card was dismissed"


def undo(tour: Tour) -> str:
    """Undo (row N8)."""
    until_card_painted(tour.stage.cards, tour.draft_id, lambda: click(tour.stage.window, "Undo"))
    tour.until_phase(Phase.INCOMPLETE)
    return "Undo brought it back"


def open_form(tour: Tour) -> str:
    """Book for client opens its form, filled in (row B13)."""
    stage = tour.stage
    click(stage.window, f"Book for {LEA.name}")
    stage.until(lambda: top_window(BookingDialog) is not None, "the booking form opened")
    form = found(top_window(BookingDialog), "the booking form is open")
    stage.until(lambda: says(form, "Free on"), "the form shows free times")
    return "Book for client opened the form with her services, Anna and the time she wanted"


def book(tour: Tour) -> str:
    """The form books (rows B13, B19)."""
    stage = tour.stage
    click(found(top_window(BookingDialog), "the booking form is open"), "Book")
    stage.until(lambda: top_window(BookingDialog) is None, "the form closed")
    stage.until(lambda: _appointment(tour) is not None, "the server has the appointment")
    stage.until(lambda: tour.draft() is None, "the draft left every list")
    stage.until(lambda: stage.cards.card_of(tour.draft_id) is None, "the card left the screen")
    return f"{LEA.name} was booked; her draft left every list"


def go_offline(tour: Tour) -> str:
    """The server goes; what is done waits (row N3)."""
    stage = tour.stage
    stage.server.close()
    stage.until(lambda: connection(stage).link is Link.OFFLINE, "the desk noticed that the server is gone")
    row = stage.work.drafts.at(0)
    until_card_gone(stage.cards, row.id, lambda: click(stage.window, f"Dismiss {row.client_name}"))
    stage.until(lambda: connection(stage).waiting == 1, "the action waits")
    stage.until(lambda: says(stage.window, "1 action waiting"), "the bar says so")
    tour.queued = row
    return f"the server was stopped; {row.client_name}'s card was dismissed and the action waits"


def come_back(tour: Tour) -> str:
    """The server is back; what waited is done (row N3)."""
    stage, row = tour.stage, found(tour.queued, "an action was queued")
    stage.start_server()
    stage.until(lambda: is_live(stage) and connection(stage).waiting == 0, "the queue drained", 60)
    stage.until(
        lambda: phase_of(stage.owner.find(DraftRow, row.id)) is Phase.DISMISSED, "the server did what had waited"
    )
    return "the server came back and the queue drained, once"


def dark(tour: Tour) -> str:
    """The theme, by the person's menu."""
    stage = tour.stage
    click_on(found(stage.window.findChild(PersonButton), "there is a person's button"))
    pick("Theme")
    pick("Dark")
    stage.until(stage.app.theme.is_dark, "the window is dark")
    click(stage.window, "Today")
    return "the theme was switched to dark by the person's menu"


def arabic(tour: Tour) -> str:
    """The language, by the person's menu (row N20)."""
    speak(tour.stage, "العربية", from_right=True)
    return "the language was switched to Arabic, and the window turned round"


def arabic_follow_ups(tour: Tour) -> str:
    """The calendar and the cards, mirrored (row N20)."""
    stage = tour.stage
    click(stage.window, tr("Review incomplete bookings"))
    stage.until(lambda: len(shown(stage)) > 0, "cards are shown")
    return "Review opened the calendar with the cards, both from the right"


def english_again(tour: Tour) -> str:
    """Back, by the same menu in Arabic."""
    speak(tour.stage, "English", from_right=False)
    click(tour.stage.window, tr("Today"))
    return "the language was switched back to English"


def lose_permission(tour: Tour) -> str:
    """The permission is taken away (row B18)."""
    stage = tour.stage
    kept = [one for one in Permission if one is not Permission.MANAGE_WAITLIST]
    stage.owner.allow(Role.ADMIN, kept)
    stage.until(lambda: stage.work.drafts.rowCount() == 0 and not shown(stage), "the drafts left the desk")
    stage.until(lambda: not says(stage.window, "Incomplete bookings"), "nothing speaks of them any more")
    return "the owner took Manage Waitlist away; every draft left the desk"


def _code(stage: Stage) -> str:
    phone = parse_phone(LEA.phone, "FR")
    stage.until(lambda: code_in(stage.owner.rows(SandboxMessageRow), phone) is not None, "the code came by SMS")
    return found(code_in(stage.owner.rows(SandboxMessageRow), phone), "the code came by SMS")


def _reminders(tour: Tour) -> list[SandboxMessageRow]:
    """What the sandbox took for her with a link that leads back to her booking."""
    to = {LEA.email, parse_phone(LEA.phone, "FR")}
    draft, sent = tour.draft(), tour.stage.owner.rows(SandboxMessageRow)
    done = draft is not None and {state.status for state in draft.reminders} == {"sent"}
    return [message for message in sent if done and message.to in to and tour.stage.server.address in message.text]


def _calls(tour: Tour) -> tuple[Call, ...]:
    draft = tour.draft()
    return draft.calls if draft else ()


def _appointment(tour: Tour) -> AppointmentRow | None:
    rows = tour.stage.owner.rows(AppointmentRow)
    return next((row for row in rows if row.draft_id == tour.draft_id and row.status == "booked"), None)


STEPS = (
    Step("sign-in", first_look),
    Step("today", sign_in),
    Step("follow-ups", follow_ups),
    Step("client-left", abandon),
    Step("expired", expire),
    Step("bell", bell),
    Step("reminded", remind),
    Step("somebody-on-it", somebody_on_it),
    Step("alone-again", alone_again),
    Step("called", call),
    Step("call-outcome", outcome),
    Step("story", story),
    Step("dismissed", dismiss),
    Step("undone", undo),
    Step("booking-form", open_form),
    Step("booked", book),
    Step("search", lambda tour: tour.front_desk.search()),
    Step("found", lambda tour: tour.front_desk.open_found()),
    Step("moved", lambda tour: tour.front_desk.move()),
    Step("can-fit", lambda tour: tour.front_desk.cancel()),
    Step("booked-waiting", lambda tour: tour.front_desk.book_waiting()),
    *(Step(name, lambda tour, do=do: do(tour.offering)) for name, do in OFFERING.items()),  # type: ignore[misc]
    Step("offline", go_offline),
    Step("back-online", come_back),
    *(Step(name, lambda tour, do=do: do(tour.behind)) for name, do in BEHIND.items()),  # type: ignore[misc]
    *(Step(name, lambda tour, do=do: do(tour.settings)) for name, do in IN_SETTINGS.items()),  # type: ignore[misc]
    Step("dark", dark),
    Step("arabic", arabic),
    Step("arabic-follow-ups", arabic_follow_ups),
    Step("english-again", english_again),
    Step("permission-lost", lose_permission),
)
