"""Codes that the server and the network give, as sentences that a receptionist understands."""

from collections.abc import Sequence

from desktop.texts import apart, clock, in_a_row, listed, local_moment, mark, ntr, tr
from domain.contacts import clean_text
from domain.reasons import Reason
from domain.wire.actions import (
    Action,
    ActionAnswer,
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
    Refusal,
    RefusalCode,
    Refused,
    RemoveWaitlistEntry,
    RestoreDraft,
    RestoreWaitlistEntry,
    SendReminder,
    SetReminderChannels,
    Skip,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.clients import EditClient, EraseClient, LookAtClient, MergeClients
from domain.wire.offers import OfferTime, WithdrawOffer
from domain.wire.problems import Problem

_CHANNELS = {"email": mark("email"), "sms": mark("SMS")}

_REASONS: dict[str, str] = {
    Reason.SWITCHED_OFF: mark("the automatic reminder is switched off"),
    Reason.NO_ADDRESS: mark("nothing on file"),
    Reason.BAD_ADDRESS: mark("the address does not work"),
    Reason.PREFERENCE: mark("the client does not want messages this way"),
    Reason.OPTED_OUT: mark("the client has opted out"),
    Reason.ALREADY_BOOKED: mark("the client has already booked"),
    Reason.CLIENT_BOOKING_NOW: mark("the client is booking now"),
    Reason.DRAFT_GONE: mark("the incomplete booking is gone"),
    Reason.DISMISSED: mark("the card was dismissed"),
    Reason.OFFER_OVER: mark("the offer is over"),
    Reason.NOT_CONFIGURED: mark("sending is not set up"),
    Reason.REFUSED_BY_PROVIDER: mark("the provider refused it"),
    Reason.PROVIDER_UNREACHABLE: mark("the provider could not be reached"),
    Reason.ANSWER_LOST: mark("it is not certain whether it was sent"),
    Reason.QUIET_HOURS: mark("it is night there"),
    Reason.TOO_MANY: mark("the client has had enough messages for now"),
    Reason.NOT_MEANT: mark("this message is only for others"),
    Reason.SENT_BY_HAND: mark("someone has sent it by hand"),
    Reason.APPOINTMENT_GONE: mark("the appointment is not there any more"),
    Reason.APPOINTMENT_CANCELLED: mark("the appointment was cancelled"),
    Reason.APPOINTMENT_CHANGED: mark("this is not true of the appointment any more"),
    Reason.APPOINTMENT_OVER: mark("the appointment has begun already"),
    Reason.CLIENT_GONE: mark("the client is not on file any more"),
    Reason.NO_TEXTS: mark("this number takes no texts"),
    Reason.UNREACHABLE: mark("the phone is off or out of reach"),
    Reason.NOT_DELIVERED: mark("it could not be delivered"),
}

_REFUSALS: dict[RefusalCode, str] = {
    "client_booking_now": mark("The client is booking online right now."),
    "draft_gone": mark("This incomplete booking is not there any more."),
    "draft_dismissed": mark("Someone has dismissed this card."),
    "draft_not_dismissed": mark("The card is back in the list already."),
    "draft_converted": mark("The client has booked in the meantime."),
    "appointment_gone": mark("This appointment is not there any more."),
    "appointment_changed": mark("Someone else has changed this appointment in the meantime."),
    "too_early": mark("The appointment has not begun yet."),
    "slot_taken": mark("That time has just been taken."),
    "slot_unavailable": mark("Nobody is free at that time."),
    "service_unavailable": mark("One of the services is not offered any more."),
    "client_unknown": mark("This client is not on file any more."),
    "client_known": mark("This phone number belongs to a client who is on file already."),
    "client_changed": mark("Someone else has changed this about the client in the meantime."),
    "name_needed": mark("A client needs a name."),
    "not_a_phone": mark("This is not a phone number."),
    "not_an_email": mark("This is not an email address."),
    "entry_gone": mark("This waitlist entry is not there any more."),
    "entry_booked": mark("The client has been booked from the waitlist in the meantime."),
    "entry_removed": mark("Someone has taken this entry off the waitlist."),
    "entry_not_removed": mark("The entry is back on the waitlist already."),
    "window_backwards": mark("A wished time ends before it begins."),
    "window_past": mark("A wished time has passed already."),
    "offered_already": mark("The client has an offer that is still open."),
    "offer_too_late": mark("It begins too soon: there would be no time to answer."),
    "offer_over": mark("The offer is over already."),
    "snooze_past": mark("This moment has passed already."),
    "snooze_too_late": mark("The card would be gone by then."),
    "not_permitted": mark("You are not allowed to do this any more."),
    "too_late": mark(
        "It waited too long to be sent and was not done. If you asked for it just now, this computer's clock is wrong."
    ),
    "dependency_refused": mark("What it builds on could not be done."),
    "no_channel": mark("There is neither a phone number nor an email address on file."),
    "all_channels_blocked": mark("No message was sent."),
    "reminder_in_flight": mark("A reminder is already on its way."),
    "invalid": mark("The server did not understand this."),
    "not_kept": mark("It could not be kept on this computer and was not done."),
    "too_old": mark("This version of Deskbell is too old for the server. Please update it."),
}

_ACTIONS: dict[type, str] = {
    DismissDraft: mark("Dismiss"),
    RestoreDraft: mark("Undo of a dismissal"),
    SendReminder: mark("Reminder"),
    ExplainDismissal: mark("Reason of a dismissal"),
    SnoozeDraft: mark("Snooze"),
    WakeDraft: mark("End of a snooze"),
    LogCall: mark("Note of a call"),
    TakeBackCall: mark("Undo of a note of a call"),
    BookAppointment: mark("Booking"),
    MoveAppointment: mark("Move"),
    ChangeAppointment: mark("Change of an appointment"),
    CreateClient: mark("New client"),
    EditClient: mark("Change of a client"),
    MergeClients: mark("Merging of clients"),
    EraseClient: mark("Erasure of a client"),
    LookAtClient: mark("Opening of a client's card"),
    AddWaitlistEntry: mark("Waitlist entry"),
    EditWaitlistEntry: mark("Change of a waitlist entry"),
    RemoveWaitlistEntry: mark("Removal from the waitlist"),
    RestoreWaitlistEntry: mark("Undo of a removal from the waitlist"),
    OfferTime: mark("Offer of a time"),
    WithdrawOffer: mark("Withdrawal of an offer"),
    SetReminderChannels: mark("Change of the reminder's switches"),
    ReadNotices: mark("Notifications read"),
}


_PROBLEMS: dict[str, str] = {
    "not_permitted": mark("You are not allowed to do this any more."),
    "more_than_yours": mark("You cannot give or take what you may not do yourself."),
    "owner_fixed": mark("The owner can do everything, and that cannot be changed."),
    "own_account": mark("Somebody else must change your own account."),
    "account_off": mark("This account is switched off. Switch it on first."),
    "email_taken": mark("There is an account with this email address already."),
    "email_wrong": mark("This is not an email address."),
    "name_needed": mark("Please enter a name."),
    "hours_wrong": mark("Working hours end after they begin, on the same day."),
    "hours_overlap": mark("Two of these working hours of a day overlap."),
    "time_off_wrong": mark("Time off ends after it begins."),
    "time_off_overlaps": mark("Two of these times off overlap."),
    "service_unknown": mark("One of the services is not there any more."),
    "location_unknown": mark("One of the locations is not there any more."),
    "member_unknown": mark("One of the team members is not there any more."),
    "members_elsewhere": mark("None of these team members serves at these locations."),
    "filters_unfit": mark("This message cannot be narrowed so."),
    "bundle_empty": mark("A bundle needs at least one service."),
    "minutes_out_of_range": mark("A service takes between 1 minute and 24 hours."),
    "currency_unknown": mark("None of your locations takes this currency."),
    "location_fixed": mark("Someone who serves at another location is added there."),
    "not_found": mark("This is not there any more."),
    "wrong_password": mark("The password is wrong."),
    "not_signed_in_yet": mark("This person cannot sign in yet."),
    "busy": mark("The server asks to wait. Please try again in a few minutes."),
    "placeholder_unknown": mark("There is nothing to put in for one of the variables."),
    "subject_needed": mark("An email begins with its subject, in the first line."),
    "text_needed": mark("There is nothing to send yet."),
    "timing_unfit": mark("This message cannot go then. Please choose another time."),
    "record_gone": mark("This is not there any more."),
    "not_a_phone": mark("This is not a phone number."),
    "secret_again": mark("Please enter the password again: the one on file only goes where it was given for."),
    "secret_missing": mark("Please enter the password."),
    "encryption_needed": mark("Without encryption mail goes to a mail server on the same computer only."),
    "secret_unreadable": mark("The server cannot read the password on file any more. Please enter it again."),
    "secrets_not_kept": mark("This server has no key to keep passwords with. Whoever runs it has to set one."),
}


def problem(found: Problem) -> str:
    """Why a change of Settings was not made."""
    return tr(_PROBLEMS[found.type]) if found.type in _PROBLEMS else tr("The server refused this.")


def not_reached() -> str:
    """Settings are not kept for later: what was entered stays as it was."""
    return tr("The server could not be asked, and nothing was changed. Please try again when you are online.")


def not_looked_up() -> str:
    """What only the server knows could not be had."""
    return tr("This is known to the server alone, and it could not be asked. Please try again when you are online.")


def channel(name: str) -> str:
    """A way of sending in words."""
    return tr(_CHANNELS.get(name, name))


def channels(names: Sequence[str]) -> str:
    """`email and SMS`."""
    return listed([channel(name) for name in names])


def reason(code: str) -> str:
    """Why a message did not go, as a part of a sentence. A newer server may have codes that are unknown here."""
    known = _REASONS.get(code)
    return tr(known) if known else tr("for a reason that this version does not know")


def skip(skipped: Skip) -> str:
    """`Email: the client has opted out`."""
    way = channel(skipped.channel)
    return tr("{channel}: {reason}", channel=way[:1].upper() + way[1:], reason=reason(skipped.reason))


def held(refused: Refusal) -> str:
    """Who an offer holds the time for, as a part of a refusal; empty when no offer does."""
    if refused.held is None:
        return ""
    name = apart(clean_text(refused.held.client_name)) or tr("somebody")
    return tr("It is held for {client} by an offer.", client=name)


def not_permitted() -> str:
    """What she reads who may not do what she asks for."""
    return refusal(Refusal("not_permitted"))


def refusal(refused: Refusal) -> str:
    """Why an action did not happen, with what helps: the nearest free starts, or what each channel lacks."""
    known = tr(_REFUSALS[refused.code]) if refused.code in _REFUSALS else tr("The server refused this.")
    parts = [held(refused) or known]
    if refused.skips:
        parts.append(" ".join(f"{skip(one)}." for one in refused.skips))
    if refused.alternatives:
        first = refused.alternatives[0].start.date()
        times = [clock(slot.start) for slot in refused.alternatives if slot.start.date() == first]
        if len(times) == len(refused.alternatives):
            parts.append(tr("Free instead: {times}.", times=in_a_row(times)))
        else:
            days = [local_moment(slot.start, first) for slot in refused.alternatives]
            parts.append(tr("Free instead: {times}.", times=in_a_row(days)))
    return " ".join(parts)


def unknown_outcome() -> str:
    """An action whose answer was lost with a restored server."""
    return tr("The server was restored from a backup: it is not certain whether this happened. Please check.")


def not_done(answer: ActionAnswer | None) -> str:
    """Why something was not done, from what the server answered."""
    return refusal(answer.refusal) if isinstance(answer, Refused) else unknown_outcome()


def action_not_done(action: Action, answer: ActionAnswer | None) -> str:
    """The same after what it was, for where nothing else says that."""
    return tr("{action}: {reason}", action=action_name(action), reason=not_done(answer))


def action_name(action: Action | Payload) -> str:
    """What was asked for, in a word or two."""
    payload = action.payload if isinstance(action, Action) else action
    return tr(_ACTIONS[type(payload)])


def waiting(count: int) -> str:
    """How many actions wait for the connection."""
    return ntr("{count} action waiting", "{count} actions waiting", count)
