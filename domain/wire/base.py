"""What all wire types share: strictness towards requests, tolerance towards newer answers, and the one JSON codec."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec

T = TypeVar("T")

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
LONGEST_LINE = 200
ShortText = Annotated[str, msgspec.Meta(max_length=LONGEST_LINE)]
LongText = Annotated[str, msgspec.Meta(max_length=2000)]
Instant = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799_999_999)]
LocalDateTime = Annotated[dt.datetime, msgspec.Meta(tz=False, description="Local time, without a zone.")]
LocalTime = Annotated[dt.time, msgspec.Meta(tz=False, description="Time of day, without a zone.")]


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What the server says. Unknown fields are passed over, so that an older desk reads a newer server (promise R9).

    It is data that cannot refer to itself: the collector of cycles, which stops a window, does not look through it.
    """


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a client asks. A field that nobody knows is an error with its name, never silently dropped."""


class Money(Answer, frozen=True):
    """An amount in the minor unit of its currency, such as cents."""

    minor: int
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]


@cache
def decoder(of: Any) -> msgspec.json.Decoder[Any]:
    """The one strict decoder of a type. It raises msgspec.ValidationError with the path of the field at fault."""
    return msgspec.json.Decoder(of)


def decode(data: bytes | msgspec.Raw, of: Callable[..., T]) -> T:
    """`data` as a value of the struct `of`. Raises msgspec.DecodeError, or ValidationError with the field's path."""
    value: T = decoder(of).decode(data)
    return value


_ENCODER = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """The JSON of a wire value."""
    return _ENCODER.encode(value)
