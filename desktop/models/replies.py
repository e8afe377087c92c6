"""What a client wrote back, in words (row N7)."""

from desktop.texts import moment, ntr, tr
from domain.contacts import clean_text
from domain.wire.replies import ReplyRow
from domain.wire.rows import Reply

LONGEST = 300


def said(reply: Reply | ReplyRow) -> str:
    """Her words as one line, in quotation marks; words of ours for pictures alone, which are kept nowhere."""
    text = clean_text(reply.text)
    if not text:
        return ntr("a picture, which is not kept", "{count} pictures, which are not kept", max(reply.pictures, 1))
    return tr("“{text}”", text=text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def replied(reply: Reply, now: int, zone: str) -> str:
    """`Replied 14:05: “Yes please”`."""
    return tr("Replied {time}: {words}", time=moment(reply.at, now, zone), words=said(reply))
