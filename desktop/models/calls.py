"""How a call went and what to do next, in words (row N6)."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.texts import apart, mark, moment, tr
from domain.contacts import clean_text
from domain.wire.rows import Call, Dismissal
from domain.work import CallOutcome, DismissReason

OUTCOMES: dict[CallOutcome, str] = {
    CallOutcome.NO_ANSWER: mark("No answer"),
    CallOutcome.LEFT_MESSAGE: mark("Left message"),
    CallOutcome.CALL_BACK: mark("Call back"),
    CallOutcome.NOT_INTERESTED: mark("Not interested"),
    CallOutcome.WRONG_NUMBER: mark("Wrong number"),
    CallOutcome.BOOKED: mark("Books now"),
}
"""What the buttons after a call say, in the order of their keys."""

_CALLED: dict[CallOutcome, str] = {
    CallOutcome.NO_ANSWER: mark("Called {time}, no answer"),
    CallOutcome.LEFT_MESSAGE: mark("Called {time}, left a message"),
    CallOutcome.CALL_BACK: mark("Called {time}, wants to be called back"),
    CallOutcome.NOT_INTERESTED: mark("Called {time}, not interested"),
    CallOutcome.WRONG_NUMBER: mark("Called {time}, wrong number"),
    CallOutcome.BOOKED: mark("Called {time}, wants to book"),
}

REASONS: dict[DismissReason, str] = {
    DismissReason.NOT_INTERESTED: mark("Not interested"),
    DismissReason.BOOKED_ELSEWHERE: mark("Booked elsewhere"),
    DismissReason.WRONG_NUMBER: mark("Wrong number"),
    DismissReason.DUPLICATE: mark("Duplicate"),
    DismissReason.OTHER: mark("Other"),
}
"""Why a card was dismissed, in the order of their keys (row N8)."""


class Step(StrEnum):
    """What is offered after a call."""

    HOUR = "hour"
    MORNING = "morning"
    SNOOZE = "snooze"
    REMIND = "remind"
    DISMISS = "dismiss"
    MAIL = "mail"


NEXT: dict[CallOutcome, tuple[Step, ...]] = {
    CallOutcome.NO_ANSWER: (Step.HOUR, Step.REMIND),
    CallOutcome.LEFT_MESSAGE: (Step.MORNING, Step.SNOOZE),
    CallOutcome.CALL_BACK: (Step.HOUR, Step.MORNING, Step.SNOOZE),
    CallOutcome.NOT_INTERESTED: (Step.DISMISS,),
    CallOutcome.WRONG_NUMBER: (Step.MAIL, Step.DISMISS),
    CallOutcome.BOOKED: (),
}
"""By outcome, the next steps in the order of their keys."""

STEPS: dict[Step, str] = {
    Step.HOUR: mark("Snooze 1 hour"),
    Step.MORNING: mark("Tomorrow"),
    Step.SNOOZE: mark("Later…"),
    Step.REMIND: mark("Send reminder"),
    Step.DISMISS: mark("Dismiss"),
    Step.MAIL: mark("Write an email"),
}


@dataclass(frozen=True)
class AfterCall:
    """What a card shows in the place of its buttons: the outcomes at first, then a note and the next steps."""

    client: str
    outcome: CallOutcome | None = None
    call_id: str = ""
    note: str = ""


def call_words(call: Call, now: int, zone: str, me: str) -> str:
    """`Called 14:02, no answer. Ana`; `me` is who made a call that the server has not heard of yet."""
    said = tr(_CALLED[call.outcome], time=moment(call.at, now, zone))
    by = apart(clean_text(call.by or me).split(" ")[0])
    return tr("{what}. {who}", what=said, who=by) if by else said


def dismissal_words(dismissal: Dismissal | None, now: int, zone: str, me: str) -> str:
    """`14:02, not interested. Ana`."""
    if dismissal is None:
        return ""
    when = moment(dismissal.at, now, zone)
    why = apart(clean_text(dismissal.text)) or (tr(REASONS[dismissal.reason]) if dismissal.reason else "")
    said = tr("{time}, {reason}", time=when, reason=why) if why else when
    by = apart(clean_text(dismissal.by or me).split(" ")[0])
    return tr("{what}. {who}", what=said, who=by) if by else said
