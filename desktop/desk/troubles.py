"""Known troubles as sentences. Whatever is not known here is a bug: it is reported, not explained."""

from math import ceil

from desktop.services.backend_process import BackendFailed
from desktop.texts import mark, ntr, tr
from sync.errors import (
    AccountDisabled,
    Broken,
    Busy,
    Damaged,
    KeychainUnavailable,
    ProblemAnswer,
    SignInAgain,
    StoreFailed,
    TooOld,
    Unfit,
    Unreachable,
    WrongServer,
)


class SessionNotGiven(SignInAgain):
    """There may be a session, but the keychain does not give it."""


_SENTENCES: dict[type[Exception], str] = {
    AccountDisabled: mark("This account is switched off. Ask who manages your salon."),
    SessionNotGiven: mark("The keychain of this computer is not available. Please sign in."),
    SignInAgain: mark("Your session has ended. Please sign in again."),
    Unreachable: mark("The server cannot be reached. Please check the address and the internet connection."),
    WrongServer: mark("Something else answers at this address, not Deskbell: perhaps a login page of the network."),
    Busy: mark("The server is busy. Please try again in a moment."),
    Broken: mark("The server failed. Please try again in a moment."),
    TooOld: mark("Desk and server have different versions that do not fit. Please update Deskbell."),
    Unfit: mark("What was typed is too long, or has characters that cannot be kept. Please shorten it."),
    Damaged: mark("A file of Deskbell on this computer is damaged."),
    KeychainUnavailable: mark("The keychain of this computer is not available."),
}
_STORE = {
    "full": mark("The disk of this computer is full. Until there is room, nothing can be kept."),
    "read_only": mark("Deskbell may not write to its folder on this computer."),
}


def sentence(trouble: Exception) -> str | None:
    """What to tell the person; None for a bug."""
    if isinstance(trouble, ProblemAnswer):
        return _said_no(trouble)
    if isinstance(trouble, StoreFailed):
        usual = mark("The files of Deskbell on this computer cannot be used at the moment.")
        return tr(_STORE.get(trouble.reason, usual))
    if isinstance(trouble, BackendFailed):
        return tr("The demo salon could not be started: {reason}", reason=str(trouble))
    known = _SENTENCES.get(type(trouble))
    return tr(known) if known else None


def sign_in_sentence(trouble: Exception) -> str | None:
    """As `sentence`, for someone at the door: a server that asks to wait there has counted too many attempts."""
    if type(trouble) is Busy and trouble.retry_after is not None:
        return _locked_out(trouble.retry_after)
    return sentence(trouble)


def _said_no(trouble: ProblemAnswer) -> str:
    problem = trouble.problem
    if problem.type == "wrong_credentials":
        return tr("Email or password is wrong.")
    if problem.status == 403:
        return tr("You are not allowed to do this.")
    return tr("The server did not accept this.")


def _locked_out(seconds: float) -> str:
    return ntr(
        "Too many attempts. Please try again in {count} minute.",
        "Too many attempts. Please try again in {count} minutes.",
        max(1, ceil(seconds / 60)),
    )
