"""Changing what is sold and who serves: whole things, each by its id, made by the desk."""

from typing import Annotated

import msgspec

from domain.wire.base import Answer, Id, Instant, LocalTime, Question, ShortText

Minutes = Annotated[int, msgspec.Meta(ge=1, le=24 * 60)]
Amount = Annotated[int, msgspec.Meta(ge=0, le=99_999_999_999)]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]

VARIANTS_AT_MOST, ITEMS_AT_MOST, HOURS_AT_MOST, TIMES_OFF_AT_MOST, SERVICES_AT_MOST = 50, 20, 42, 200, 500


class SaveVariant(Question, frozen=True):
    """A form of a service; `price` in the minor unit of the service's currency."""

    id: Id
    name: ShortText
    minutes: Minutes
    price: Amount
    archived: bool = False


class SaveService(Question, frozen=True):
    """A service as it is from now on. Archived is off sale; again without `archived` brings it back."""

    id: Id
    name: ShortText
    minutes: Minutes
    price: Amount
    currency: Currency
    variants: Annotated[tuple[SaveVariant, ...], msgspec.Meta(max_length=VARIANTS_AT_MOST)] = ()
    archived: bool = False


class SaveItem(Question, frozen=True):
    """One member of a bundle."""

    service_id: Id
    variant_id: Id | None = None


class SaveBundle(Question, frozen=True):
    """A bundle as it is from now on."""

    id: Id
    name: ShortText
    items: Annotated[tuple[SaveItem, ...], msgspec.Meta(max_length=ITEMS_AT_MOST)]
    price: Amount
    currency: Currency
    archived: bool = False


class SaveHours(Question, frozen=True):
    """Local hours of one weekday, Monday 0."""

    weekday: int
    start: LocalTime
    end: LocalTime


class SaveTimeOff(Question, frozen=True):
    """A stretch in which she does not serve."""

    start_at: Instant
    end_at: Instant


class SaveTeamMember(Question, frozen=True):
    """Someone who serves, as she is from now on."""

    id: Id
    location_id: Id
    name: ShortText
    service_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=SERVICES_AT_MOST)]
    hours: Annotated[tuple[SaveHours, ...], msgspec.Meta(max_length=HOURS_AT_MOST)]
    time_off: Annotated[tuple[SaveTimeOff, ...], msgspec.Meta(max_length=TIMES_OFF_AT_MOST)] = ()
    archived: bool = False


class TimesOff(Question, frozen=True):
    """Times in which somebody is not to serve, before they are saved: what is booked in them?"""

    time_off: Annotated[tuple[SaveTimeOff, ...], msgspec.Meta(max_length=TIMES_OFF_AT_MOST)]


class AffectedAppointment(Answer, frozen=True):
    """An appointment in such a time. `start_at` is when she is needed; no name for whoever may not see the schedule."""

    id: str
    start_at: int
    client_name: str = ""


class Affected(Answer, frozen=True):
    """How many there are, and the first of them."""

    count: int
    appointments: tuple[AffectedAppointment, ...]
