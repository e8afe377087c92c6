"""Clients on file (row N23): what desks ask to be done with them, and the conversations about one and about many."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from domain.wire.base import Answer, Id, LocalDateTime, LongText, Question, ShortText
from domain.wire.offers import OfferState
from domain.wire.rows import AppointmentRow, Channel, ClientRow, DraftRow, Line, WaitlistEntryRow

Language = Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
"""A tag of BCP 47 such as "en" or "pt-BR"."""

LONGEST_PHONE, LONGEST_EMAIL = 40, 254
PhoneText = Annotated[str, msgspec.Meta(max_length=LONGEST_PHONE)]
EmailText = Annotated[str, msgspec.Meta(max_length=LONGEST_EMAIL)]
Region = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
"""ISO 3166, to read phone numbers written without a country code."""

IMPORT_BATCH = 250
"""So many rows are imported by one request: a desk that books meanwhile does not wait for it."""


class ClientFields(Question, frozen=True):
    """Some of what is on file about a client; what is not named is not meant."""

    name: ShortText | UnsetType = UNSET
    phone: PhoneText | UnsetType | None = UNSET
    email: EmailText | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    wants_email: bool | UnsetType = UNSET
    wants_sms: bool | UnsetType = UNSET
    notes: LongText | UnsetType = UNSET


class EditClient(Question, frozen=True, tag_field="kind", tag="edit_client"):
    """Other values for some fields. `was` has for each of them what the person saw before, so that what somebody else
    wrote meanwhile is not lost. The phone may be written as people of that location write it.
    """

    client_id: Id
    location_id: Id
    to: ClientFields
    was: ClientFields


class MergeClients(Question, frozen=True, tag_field="kind", tag="merge_clients"):
    """Two are one: everything of the second goes to the one who stays, and so does what is asked of it later."""

    client_id: Id
    gone_id: Id


class EraseClient(Question, frozen=True, tag_field="kind", tag="erase_client"):
    """Remove all that is held on her, as she has asked. What she had done stays as figures without her."""

    client_id: Id


class LookAtClient(Question, frozen=True, tag_field="kind", tag="look_at_client"):
    """The person has opened a client's card (promise S10)."""

    client_id: Id


class ClientHeld(Answer, frozen=True):
    """How much is held on a client. `coming` appointments lie ahead; `unfinished` says that she has an active draft
    (row B6).
    """

    client_id: str
    appointments: int
    coming: int
    drafts: int
    waitlist_entries: int
    messages: int
    unfinished: bool = False


class ImportRow(Question, frozen=True):
    """One line of a file. Her id is made by the desk, so that a batch sent twice adds nobody twice."""

    client_id: Id
    name: ShortText
    phone: PhoneText = ""
    email: EmailText = ""
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""
    notes: LongText = ""


class ImportBatch(Question, frozen=True):
    """Some lines of a file, in order."""

    region: Region
    rows: Annotated[tuple[ImportRow, ...], msgspec.Meta(min_length=1, max_length=IMPORT_BATCH)]


ImportOutcome = Literal["new", "same", "name_needed", "not_a_phone", "not_an_email", "not_a_language", "invalid"]
"""`same` is on file already and stays as it is; all after it are reasons why a line was refused."""


class Imported(Answer, frozen=True):
    """What became of each line, in the same order."""

    outcomes: tuple[ImportOutcome, ...]


class ExportedEvent(Answer, frozen=True):
    """Something that happened to her, by whom: `person:<id>`, `client:<id>` or `server`."""

    at: int
    event: str
    subject: str
    actor: str


class ExportedMessage(Answer, frozen=True):
    """A message to her, about the draft if it was about one. Texts are not kept."""

    draft_id: str
    channel: str
    status: str
    reason: str | None
    automatic: bool
    at: int
    automation: str = ""


class ExportedReply(Answer, frozen=True):
    """A text that she wrote, as long as it is kept."""

    at: int
    text: str
    draft_id: str | None = None


class ExportedOffer(Answer, frozen=True):
    """A time that she was offered, as long as that is kept. `start` is local in `zone`; `status` tells what she
    answered, `reason` why it ended otherwise; `channels` are those by which she was asked.
    """

    offered_at: int
    start: LocalDateTime
    zone: str
    lines: tuple[Line, ...]
    until: int
    status: OfferState
    channels: tuple[Channel, ...] = ()
    ended_at: int | None = None
    reason: str | None = None


class ClientExport(Answer, frozen=True):
    """All that is held on a client, for her (row N23). `since` is when she came on file."""

    business_name: str
    exported_at: int
    since: int
    client: ClientRow
    appointments: tuple[AppointmentRow, ...]
    drafts: tuple[DraftRow, ...]
    waitlist_entries: tuple[WaitlistEntryRow, ...]
    messages: tuple[ExportedMessage, ...]
    events: tuple[ExportedEvent, ...]
    email_opted_out_at: int | None = None
    sms_opted_out_at: int | None = None
    ids: tuple[str, ...] = ()
    """Those that she had before she was merged."""

    replies: tuple[ExportedReply, ...] = ()
    offers: tuple[ExportedOffer, ...] = ()
