"""What came of a test of email or SMS, in words: what was refused, by whom, and what to look at."""

from desktop.texts import apart, mark, tr
from domain.wire.channels import ChannelTest, Verdict

_GOOD = frozenset((Verdict.TAKEN, Verdict.KEPT))

_MAIL = {
    Verdict.TAKEN: mark("The mail server took the test to {to}. Please look whether it arrives."),
    Verdict.KEPT: mark("This is a demo: the test to {to} was not sent but kept."),
    Verdict.NOT_SET_UP: mark("Email is not set up."),
    Verdict.UNREADABLE: mark("The server cannot read the password on file any more. Please enter it again."),
    Verdict.UNKNOWN_HOST: mark("There is no server of this name. Please check the name of the mail server."),
    Verdict.NO_CONNECTION: mark("Nothing answers there. Please check the name of the mail server and the port."),
    Verdict.TIMED_OUT: mark("The mail server did not answer in time. Perhaps the port or the encryption is another."),
    Verdict.CERTIFICATE: mark(
        "The mail server cannot prove that it is the one of this name: its certificate is wrong."
    ),
    Verdict.NO_ENCRYPTION: mark("The mail server offers no encryption on this port."),
    Verdict.BROKEN_ENCRYPTION: mark(
        "No encrypted connection came about. Perhaps the other kind of encryption is right."
    ),
    Verdict.NO_MAIL_SERVER: mark("What answers there is no mail server."),
    Verdict.HUNG_UP: mark("The mail server ended the connection."),
    Verdict.NO_SIGN_IN: mark("The mail server does not let anybody sign in on this connection."),
    Verdict.SIGN_IN_FIRST: mark("The mail server takes nothing without signing in, or without encryption."),
    Verdict.PASSWORD: mark("The mail server refused the user name or the password."),
    Verdict.SENDER: mark("The mail server does not send mail from this address."),
    Verdict.RECIPIENT: mark("The mail server does not deliver to {to}."),
    Verdict.TEXT: mark("The mail server refused the message."),
    Verdict.BUSY: mark("The mail server asks to come back later."),
    Verdict.REFUSED: mark("The mail server refused this."),
    Verdict.NO_ANSWER: mark("The mail server got the test and did not say what became of it."),
}
_SMS = {
    Verdict.TAKEN: mark("The SMS provider took the test to {to}. Please look whether it arrives."),
    Verdict.KEPT: mark("This is a demo: the test to {to} was not sent but kept."),
    Verdict.NOT_SET_UP: mark("SMS is not set up."),
    Verdict.UNREADABLE: mark("The server cannot read the token on file any more. Please enter it again."),
    Verdict.UNKNOWN_HOST: mark("The SMS provider was not found. Perhaps the server is not connected to the internet."),
    Verdict.NO_CONNECTION: mark(
        "The SMS provider does not answer. Perhaps the server is not connected to the internet."
    ),
    Verdict.TIMED_OUT: mark("The SMS provider did not answer in time."),
    Verdict.CERTIFICATE: mark(
        "The SMS provider cannot prove that it is the one of this name: its certificate is wrong."
    ),
    Verdict.BROKEN_ENCRYPTION: mark("No encrypted connection to the SMS provider came about."),
    Verdict.ACCOUNT: mark("The SMS provider refused the account or its token."),
    Verdict.NUMBER: mark("The SMS provider says that {to} cannot get texts."),
    Verdict.OWN_NUMBER: mark("The number to send from does not belong to this account, or sends no texts."),
    Verdict.OPTED_OUT: mark("{to} has answered STOP and gets no texts from this number."),
    Verdict.TRIAL_ACCOUNT: mark("This is a trial account: it sends only to numbers that were verified there."),
    Verdict.COUNTRY: mark("The account is not allowed to send texts to the country of {to}."),
    Verdict.BUSY: mark("The SMS provider asks to come back later."),
    Verdict.PROVIDER_FAILED: mark("Something is wrong at the SMS provider. Please try again later."),
    Verdict.REFUSED: mark("The SMS provider refused this."),
    Verdict.NO_ANSWER: mark("The SMS provider got the test and did not say what became of it."),
}


def good(test: ChannelTest) -> bool:
    """Whether it went."""
    return test.verdict in _GOOD


def verdict_words(test: ChannelTest, channel: str) -> str:
    """One or two sentences: what it means, with the provider's own number and words where it gave any."""
    known = _MAIL if channel == "email" else _SMS
    said = known.get(Verdict(test.verdict)) if test.verdict in set(Verdict) else None
    words = tr(said or mark("It did not work."), to=test.to)
    if test.code is not None and not good(test):
        words = tr("{sentence} (Code {code})", sentence=words, code=test.code)
    if test.said:
        words += "\n" + tr("Its own words: {words}", words=apart(test.said))
    return words
