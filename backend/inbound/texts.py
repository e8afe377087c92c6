"""A text from a client: a word that stops or starts messages is obeyed at once, anything else is for people (rows N7,
S5).

Who asks owns the number: the provider has it from the network. Several salons of one server may send by one number;
then a word counts for each that knows her, since the provider stops them all, and an answer is told to one of them.
"""

from collections.abc import Callable

from backend.access.queries import business_ids, locations_of
from backend.appointments import queries as appointments
from backend.channels.twilio_hooks import IncomingText, SmsAccount
from backend.clients.queries import Client, client_by_phone
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts import rows as draft_rows
from backend.drafts import work
from backend.drafts.queries import Draft, subject_of
from backend.events.log import record
from backend.feed.change import change_of, is_published
from backend.messages import replies
from backend.messages.opting import opt_in
from backend.messages.replies import Written
from backend.messages.sending import Sender
from backend.waitlist import queries as waitlist
from domain.drafts import Phase, visible_to_staff
from domain.optout import Ask, asked

AccountOf = Callable[[Unit, str], SmsAccount | None]
"""The account by which a business sends texts, None when it sends none."""


class Inbox:
    """Takes what is brought. `sender` has what waits to be sent."""

    def __init__(self, account_of: AccountOf, sender: Sender) -> None:
        self.account_of, self._sender = account_of, sender

    def receive(self, unit: Unit, business_id: str, account: SmsAccount, text: IncomingText) -> None:
        """Does what the text asks for, once (its `sid`)."""
        sharing = [of for of in business_ids(unit) if self.account_of(unit, of) == account]
        for of in sharing:
            change_of(unit, of)  # all of them first, in one order: whoever writes next sees what was done here
        if not replies.hear(unit, business_id, text.sid):
            return
        known = {of: found for of in sharing if (found := client_by_phone(unit, of, text.sender))}
        ask = None if text.pictures else asked(text.text)
        if ask is not None:
            for client in known.values():
                self._obey(unit, client, ask)
        elif text.text or text.pictures:
            to = business_id if business_id in known or not known else min(known)
            _tell(unit, to, known.get(to), text)

    def _obey(self, unit: Unit, client: Client, ask: Ask) -> None:
        starts = ask is Ask.START
        done = opt_in(unit, client, "sms") if starts else self._sender.opt_out(unit, client, "sms")
        draft = drafts.active_of(unit, client.business_id, client.id)
        if done and draft is not None:
            event, actor = "draft.opted_in" if starts else "draft.opted_out", f"client:{client.id}"
            record(unit, client.business_id, event, subject_of(draft.id), actor, channel="sms")


def _tell(unit: Unit, business_id: str, client: Client | None, text: IncomingText) -> None:
    draft = _draft_of(unit, client) if client else None
    written = Written(
        business_id=business_id,
        id=unit.ids.new(unit.now),
        location_id=draft.location_id if draft else _place(unit, business_id, client),
        at=unit.now,
        text=text.text,
        pictures=text.pictures,
        draft_id=draft.id if draft else None,
        client_id=client.id if client else None,
        phone=None if client else text.sender,
    )
    replies.add(unit, written, named=client is not None and is_published(unit, business_id, "client", client.id))
    subject = subject_of(draft.id) if draft else f"client:{client.id}" if client else f"reply:{written.id}"
    actor = f"client:{client.id}" if client else "unknown"
    record(unit, business_id, f"{subject.partition(':')[0]}.replied", subject, actor, reply=written.id)
    if draft is not None:
        _bring_back(unit, draft)


def _draft_of(unit: Unit, client: Client) -> Draft | None:
    """The draft that the text is about. While she is at Review it is no desk's business (row B4)."""
    draft = drafts.active_of(unit, client.business_id, client.id)
    return draft if draft is not None and visible_to_staff(draft.phase) else None


def _bring_back(unit: Unit, draft: Draft) -> None:
    """A card that rests is back (row N7). One that was dismissed stays so: somebody decided, and the bell rings."""
    if draft.phase is Phase.INCOMPLETE and draft.snoozed_until is not None:
        work.wake(unit, draft, f"client:{draft.client_id}")
    else:
        draft_rows.publish(unit, (draft,))


def _place(unit: Unit, business_id: str, client: Client | None) -> str:
    """Whose bell rings without a draft: where she was or will be last, or waits, else the oldest location."""
    if client is not None:
        booked = appointments.of_client(unit, business_id, client.id)
        if booked:
            return max(booked, key=lambda one: one.start_at).location_id
        waits = waitlist.of_client(unit, business_id, client.id)
        if waits:
            return waits[-1].location_id
    return locations_of(unit, business_id)[0].id
