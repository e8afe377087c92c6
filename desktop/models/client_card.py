"""A client in words, as her card shows her (row N23): how to reach her, what she wishes, what there was and will be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from babel import Locale, UnknownLocaleError

from desktop import sentences
from desktop.models.cards import service_names, shown_name
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.pending import Pending
from desktop.models.ports import ActionState, client_entity
from desktop.models.replies import said
from desktop.models.salon import Salon
from desktop.models.schedule_words import status
from desktop.models.waitlist import WaitlistModel
from desktop.models.waitlist_cards import window_text
from desktop.texts import day, day_inside, in_a_row, listed, local_moment, moment, moment_inside, ntr, phone, tr
from domain.appointments import takes_time
from domain.clock import Clock
from domain.contacts import e164_or_none, email_or_none
from domain.drafts import Phase
from domain.times import local
from domain.wire.actions import Refused
from domain.wire.clients import EditClient
from domain.wire.replies import ReplyRow
from domain.wire.rows import AppointmentRow, Channel, ClientRow, DraftRow, WaitlistEntryRow

MOST_PAST = 50
"""So many past appointments are listed; of those before it is said that there are more."""

Kind = Literal["appointment", "draft", "entry"]


@dataclass(frozen=True)
class Happening:
    """A line of her history; `kind` and `row_id` are where a click leads."""

    kind: Kind
    row_id: str
    when: str
    what: str
    state: str = ""


@dataclass(frozen=True)
class Wish:
    """Whether she may be written to on one channel, and why not; `stopped` when she herself said stop."""

    channel: Channel
    title: str
    text: str
    stopped: bool = False


@dataclass(frozen=True)
class ClientCard:
    """`phone` and `email` can be handed to a dialer and a mail program, or are None."""

    client_id: str
    name: str
    phone: str | None
    phone_text: str
    email: str | None
    email_text: str
    visits: str
    language: str
    wishes: tuple[Wish, ...]
    notes: str
    wrote: tuple[str, ...]
    """What she wrote by SMS, the newest first, as long as it is kept (row N7)."""

    alike: tuple[ClientRow, ...]
    coming: tuple[Happening, ...]
    unfinished: tuple[Happening, ...]
    waiting: tuple[Happening, ...]
    past: tuple[Happening, ...]
    more_past: str
    trouble: str
    refused_action: str | None
    again: EditClient | None
    """What could not be done, if it can be looked at once more in the form."""


class ClientCards:
    """Puts clients into words with what this desk may see of them."""

    def __init__(
        self,
        clients: Clients,
        salon: Salon,
        drafts: DraftsModel,
        waitlist: WaitlistModel,
        pending: Pending,
        clock: Clock,
    ) -> None:
        self._clients, self._salon, self._drafts = clients, salon, drafts
        self._waitlist, self._pending, self._clock = waitlist, pending, clock
        self.here: str | None = None
        """The one location that is seen; what was elsewhere says where. None when all are seen together."""

    def card(self, client_id: str) -> ClientCard | None:
        """Her card as of now, None when this desk does not hold her."""
        row = self._clients.get(client_id)
        if row is None:
            return None
        now = self._clock.now()
        booked = [one for one in self._salon.rows(AppointmentRow).values() if one.client_id == client_id]
        coming = sorted((one for one in booked if _is_coming(one, now)), key=lambda one: one.start_at)
        past = sorted((one for one in booked if not _is_coming(one, now)), key=lambda one: -one.start_at)
        trouble, refused_action, again = self._trouble(self._states(client_id))
        number, address = e164_or_none(row.phone), email_or_none(row.email)
        left = len(past) - MOST_PAST
        return ClientCard(
            client_id=client_id,
            name=shown_name(row.name),
            phone=number,
            phone_text=phone(number) if number else (row.phone or ""),
            email=address,
            email_text=row.email or "",
            visits=ntr("{count} visit", "{count} visits", row.visits) if row.visits else tr("new client"),
            language=language_name(row.language),
            wishes=(_wish(row, "email"), _wish(row, "sms")),
            notes=row.notes,
            wrote=tuple(self._wrote(client_id, now)),
            alike=self._clients.like(row)[:3],
            coming=tuple(self._appointment(one, now) for one in coming),
            unfinished=tuple(self._draft(one, now) for one in self._of_list(client_id)),
            waiting=tuple(self._entry(one, now) for one in self._waitlist.of_client(client_id) if _waits(one)),
            past=tuple(self._appointment(one, now) for one in past[:MOST_PAST]),
            more_past=ntr("and {count} earlier", "and {count} earlier", left) if left > 0 else "",
            trouble=trouble,
            refused_action=refused_action,
            again=again,
        )

    def _of_list(self, client_id: str) -> list[DraftRow]:
        held = self._drafts.of_client(client_id)
        return sorted((row for row in held if row.phase is not Phase.CONVERTED), key=lambda row: -row.engaged_at)

    def _wrote(self, client_id: str, now: int) -> Iterator[str]:
        rows = [row for row in self._salon.rows(ReplyRow).values() if row.client_id == client_id]
        for row in sorted(rows, key=lambda row: (-row.at, row.id)):
            when = moment(row.at, now, self._salon.zone(row.location_id))
            yield f"{when}: {said(row)}"

    def _appointment(self, row: AppointmentRow, now: int) -> Happening:
        today = local(now, row.zone).date()
        members = dict.fromkeys(line.team_member_id for line in row.lines if line.team_member_id)
        names = [self._salon.member_name(member_id) for member_id in members]
        services = in_a_row(service_names(row.lines)) or tr("No service chosen")
        what = tr("{services} with {member}", services=services, member=listed(names)) if names else services
        what = self._placed(row.location_id, what)
        return Happening("appointment", row.id, local_moment(row.start, today), what, status(row.status))

    def _draft(self, row: DraftRow, now: int) -> Happening:
        today = local(now, self._salon.zone(row.location_id)).date()
        services = in_a_row(service_names(row.lines)) or tr("No service chosen")
        wished = tr("wanted {when}", when=moment_inside(row.start, today)) if row.start else tr("No time chosen")
        when = day(local(row.engaged_at, self._salon.zone(row.location_id)).date(), today)
        state = tr("dismissed") if row.phase is Phase.DISMISSED else ""
        return Happening("draft", row.id, when, self._placed(row.location_id, f"{services} · {wished}"), state)

    def _entry(self, row: WaitlistEntryRow, now: int) -> Happening:
        zone = self._salon.zone(row.location_id)
        today = local(now, zone).date()
        windows = in_a_row(window_text(window, now, zone) for window in row.windows)
        added = tr("since {day}", day=day_inside(local(row.added_at, zone).date(), today))
        what = f"{', '.join(service_names(row.lines, badge=True))} · {windows}"
        return Happening("entry", row.id, added, self._placed(row.location_id, what))

    def _placed(self, location_id: str, what: str) -> str:
        place = "" if location_id == self.here else self._salon.place_name(location_id)
        return f"{what} · {place}" if place else what

    def _states(self, client_id: str) -> list[ActionState]:
        """What was asked of her, and of somebody who was merged into her meanwhile."""
        states = list(self._pending.of(client_entity(client_id)))
        known = {state.action.id for state in states}
        for state in self._pending.refused():
            refusal = state.answer.refusal if isinstance(state.answer, Refused) else None
            changed = refusal is not None and refusal.code == "client_changed" and refusal.client_id == client_id
            if changed and state.action.id not in known:
                states.append(state)
        return states

    def _trouble(self, states: Sequence[ActionState]) -> tuple[str, str | None, EditClient | None]:
        for state in states:
            if state.answer is not None:
                payload = state.action.payload
                again = payload if isinstance(payload, EditClient) else None
                return sentences.action_not_done(state.action, state.answer), state.action.id, again
        return "", None, None


def language_name(tag: str) -> str:
    """A language by its own name, `Deutsch`; a tag that nobody knows stays as it is."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (ValueError, UnknownLocaleError):  # the bundle has the names of a few languages only
        return tag
    return name[:1].upper() + name[1:] if name else tag


def _wish(row: ClientRow, channel: Channel) -> Wish:
    title = tr("Email") if channel == "email" else tr("SMS")
    address = row.email if channel == "email" else row.phone
    wants = row.wants_email if channel == "email" else row.wants_sms
    if channel in row.opted_out:
        return Wish(channel, title, tr("opted out: only the client can take this back"), stopped=True)
    if not wants:
        return Wish(channel, title, tr("not wanted"))
    return Wish(channel, title, tr("welcome") if address else tr("nothing on file"))


def _is_coming(row: AppointmentRow, now: int) -> bool:
    return takes_time(row.status) and row.end_at > now


def _waits(row: WaitlistEntryRow) -> bool:
    return row.status == "pending"
