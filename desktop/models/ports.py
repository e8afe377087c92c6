"""What models and views need done, as Protocols that the composition root fills. Everything here is called, and every
signal emitted, on the GUI thread; only frozen values pass.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import SignalInstance

from domain.client_sheet import Columns, Plan
from domain.office import OfficeChange
from domain.sheets import Line, Sheet
from domain.wire.access import PasswordLink
from domain.wire.actions import Action, Payload, Refused, Slot, Unknown
from domain.wire.base import Answer
from domain.wire.booking import SlotQuery
from domain.wire.catalogue import Affected, TimesOff
from domain.wire.clients import ClientHeld
from domain.wire.problems import Problem
from domain.wire.rows import ClientRow
from domain.wire.timeline import Timeline


class Feed(Protocol):
    """What the screen shows: the local copy with the waiting actions laid over it.

    The composition root makes every listener first and then calls `announce` once.
    """

    @property
    def rows_reset(self) -> SignalInstance:
        """`(kind: str, rows: tuple[Row, ...])`: everything there is of a kind; what was shown before is void."""

    @property
    def rows_changed(self) -> SignalInstance:
        """`(kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...])`: what differs now, ids that are gone."""

    @property
    def actions_changed(self) -> SignalInstance:
        """`(entity: str, states: tuple[ActionState, ...])`: all that waits or was refused on one entity, in order."""

    @property
    def answered(self) -> SignalInstance:
        """`(action_id: str, answer: Done | Refused | Unknown)`: the server decided about an action of this desk."""

    @property
    def connection_changed(self) -> SignalInstance:
        """`(connection: Connection)`"""

    def announce(self) -> None:
        """Emit `rows_reset` for every kind, `actions_changed` for each entity that has any, `connection_changed`."""


@dataclass(frozen=True)
class ActionState:
    """An action of this desk that is not done. `answer` is None while it waits; a refused one stays until forgotten."""

    action: Action
    answer: Refused | Unknown | None = None


class Link(StrEnum):
    """How the desk stands to its server."""

    CONNECTING = "connecting"
    LIVE = "live"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True)
class Connection:
    """`since` is the instant of the last change of `link`; the counts are actions of this person at this desk, of which
    some have been waiting without a break since `waiting_since`.
    """

    link: Link
    since: int
    waiting: int = 0
    refused: int = 0
    waiting_since: int = 0


class Acts(Protocol):
    """Takes down what the person did. Nothing is sent from here: the outbox keeps it, the screen shows it at once."""

    def submit(
        self,
        payload: Payload,
        entity: str,
        seen: int = 0,
        not_after: int | None = None,
        depends_on: str | None = None,
    ) -> str:
        """Keep the action and return its id. `entity` orders actions on one thing, such as `draft:<id>`."""

    def forget(self, action_id: str) -> None:
        """The person has read why it was refused: it is not shown any more."""

    def new_id(self) -> str:
        """An id for a thing that the desk makes itself, such as an appointment."""


class Colleagues(Protocol):
    """The other desks of the business, while a stream is open (row N5). Nothing of this is kept anywhere."""

    @property
    def desk_on(self) -> SignalInstance:
        """`(on: DeskOn)`: another desk is on a card for so many seconds from now, or has left it."""

    @property
    def listening_changed(self) -> SignalInstance:
        """`(listening: bool)`: without a stream nothing is known of the others, nor told to them."""

    def be_on(self, card: str | None) -> None:
        """Tell the others that this desk is on a card (its entity), or on none. Ends by itself unless said again."""


SlotReply = Callable[[SlotQuery, Sequence[Slot] | None], None]
"""Gets the query back with its free starts; None when the server could not be asked."""


class SlotSearch(Protocol):
    """Asks the server for free starts."""

    def search(self, query: SlotQuery, reply: SlotReply) -> None:
        """Call `reply`, a bound method of a QObject, once and later."""


HeldReply = Callable[[str, ClientHeld | None], None]
"""Gets the client's id back with how much is held on her; None when the server could not be asked."""

SavedReply = Callable[[str], None]
"""Gets why it could not be saved, in words; empty when it was."""


SheetReply = Callable[["Sheet | None", str], None]
"""Gets the table, or why there is none, in words."""

PlanReply = Callable[[int, "Plan | None"], None]
"""Gets how many lines were looked at, and at the end the plan."""


class Left(NamedTuple):
    """A line that was not taken, with why, in words."""

    line: Line
    why: str


@dataclass(frozen=True)
class Imported:
    """How far an import has come; `lost` says in words why it went no further."""

    added: int = 0
    same: int = 0
    refused: tuple[tuple[Line, str], ...] = ()
    """With the server's code of why."""

    over: bool = False
    lost: str = ""


ImportReply = Callable[[Imported], None]
"""Hears of an import on the way and at the end."""


class ClientFiles(Protocol):
    """What about clients needs the server or a file. `reply`, a bound method of a QObject, is called once and later."""

    def held(self, client_id: str, reply: HeldReply) -> None:
        """Ask how much is held on a client."""

    def open_sheet(self, path: Path, encoding: str, delimiter: str, reply: SheetReply) -> None:
        """Read a table from a file; an empty encoding or delimiter is found out."""

    def plan_import(
        self, sheet: Sheet, heads: bool, columns: Columns, region: str, on_file: Sequence[ClientRow], reply: PlanReply
    ) -> None:
        """Look at every line; `reply` hears of it on the way and at the end, with the whole plan."""

    def run_import(self, plan: Plan, region: str, reply: ImportReply) -> None:
        """Have the new ones put on file, some at a time; `reply` hears of it on the way and at the end."""

    def stop_import(self) -> None:
        """Look at, or put on file, no more."""

    def save_refused(self, path: Path, sheet: Sheet, refused: Sequence[Left], reply: SavedReply) -> None:
        """Save the lines that were not taken, each with its reason, as a table."""

    def export(self, client_id: str, path: Path, reply: SavedReply) -> None:
        """Save all that is held on a client: `path` for programs, and beside it a text for people."""


StoryReply = Callable[[str, "Timeline | None"], None]
"""Gets the draft's id back with its story; None when the server could not be asked."""


class Questions(SlotSearch, Protocol):
    """Asks the server for what the desk holds no copy of."""

    def story(self, draft_id: str, reply: StoryReply) -> None:
        """What happened to a draft; call `reply`, a bound method of a QObject, once and later (row N13)."""


@dataclass(frozen=True)
class Outcome:
    """What became of a change: made (with its link or its answer if it has one), refused with a problem, or not asked
    at all.
    """

    reached: bool = True
    problem: Problem | None = None
    link: PasswordLink | None = None
    answer: Answer | None = None

    @property
    def done(self) -> bool:
        return self.reached and self.problem is None


OfficeReply = Callable[[Outcome], None]
"""Gets what became of it; a bound method of a QObject."""


AffectedReply = Callable[[TimesOff, "Affected | None"], None]
"""Gets the times back with what is in them; None when the server could not be asked. A bound method of a QObject."""


class Office(Protocol):
    """Makes changes of Settings at the server, at once. Without a connection nothing is kept for later."""

    def change(self, change: OfficeChange, reply: OfficeReply) -> None:
        """Call `reply` once and later; what changed arrives by the feed."""

    def affected(self, member_id: str, times: TimesOff, reply: AffectedReply) -> None:
        """Ask what is booked in times off before they are saved; call `reply` once and later."""


class Opener(Protocol):
    """Hands over to the machine's programs. False when none took it; the caller says so."""

    def call(self, phone: str) -> bool:
        """Dial an E.164 number. Anything else is not handed over (promise S6)."""

    def mail(self, address: str) -> bool:
        """Begin a mail to a parsed address (promise S6)."""

    def browse(self, url: str) -> bool:
        """Open a http or https address in the browser."""


class Offer(NamedTuple):
    """A button of a toast: what it says and what it does."""

    text: str
    run: Callable[[], None]


class Notifier(Protocol):
    """The system's own notifications; where it has none, nothing happens (row N15)."""

    def tell(self, title: str, text: str) -> None:
        """Show a notification outside of the window. Others may see it: no name unless the person wants that."""

    def count(self, number: int) -> None:
        """Show a number at the program's icon, none for 0."""


class Toasts(Protocol):
    """Says in a corner what happened and to whom, and reads it out."""

    def say(self, text: str, undo: Callable[[], None] | None = None, offer: Offer | None = None) -> None:
        """Show `text` as plain text; with `undo`, beside a button that calls it and closes the toast, and the same
        for an `offer`.
        """


def draft_entity(draft_id: str) -> str:
    """The entity that all actions on one draft are ordered by."""
    return f"draft:{draft_id}"


def appointment_entity(appointment_id: str) -> str:
    """The entity that all actions on one appointment are ordered by."""
    return f"appointment:{appointment_id}"


def waitlist_entity(entry_id: str) -> str:
    """The entity that all actions on one waitlist entry are ordered by."""
    return f"waitlist:{entry_id}"


def client_entity(client_id: str) -> str:
    """The entity that all actions on one client are ordered by."""
    return f"client:{client_id}"
