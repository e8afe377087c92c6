"""The forms over a service and over a bundle (row B24)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.cards import shown_name
from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome, Toasts
from desktop.models.salon import Salon
from desktop.models.selling import Selling
from desktop.texts import tr
from domain.contacts import clean_text
from domain.wire.catalogue import ITEMS_AT_MOST, SaveBundle, SaveItem, SaveService, SaveVariant
from domain.wire.rows import KINDS, BundleItem, BundleRow, LocationRow, ServiceRow

LONGEST_MINUTES = 24 * 60
_DEAREST = Decimal(99_999_999)


class Choice(NamedTuple):
    """A service, with a variant if it has any, that a bundle can have."""

    item: BundleItem
    name: str


@dataclass(frozen=True)
class Form:
    """A variant as it is typed."""

    id: str
    name: str = ""
    minutes: str = ""
    price: str = ""
    archived: bool = False
    is_new: bool = True


class SoldForm(QObject):
    """What both have: a name and a price as they are typed, and one change on its way."""

    changed = Signal()
    finished = Signal()

    def __init__(
        self,
        row: ServiceRow | BundleRow | None,
        new_id: Callable[[], str],
        office: Office,
        toasts: Toasts,
        salon: Salon,
        selling: Selling,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.id = row.id if row else new_id()
        self.base = row
        self._new_id, self._toasts, self._salon, self._selling = new_id, toasts, salon, selling
        self.changing = Changing(office, self)
        self.overtaken = False
        self.currency = row.price.currency if row else _currency(salon)
        self.name = row.name if row else ""
        self.price = written(row.price.minor, self.currency) if row else ""
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def set_name(self, name: str) -> None:
        """The name as it is typed."""
        self.name = name
        self.changed.emit()

    def set_price(self, price: str) -> None:
        """The price as it is typed."""
        self.price = price
        self.changed.emit()

    def _why_not(self) -> str:
        if self._selling.why_not():
            return self._selling.why_not()
        if self.changing.waits:
            return tr("The server is being asked.")
        return "" if clean_text(self.name) else tr("Please enter a name.")

    def _price_fault(self, price: str) -> str:
        if amount(price, self.currency) is None:
            return tr("Please enter the price as a number, such as {example}.", example=written(5700, self.currency))
        return ""

    def _saved(self, _outcome: Outcome) -> None:
        self._toasts.say(tr("{name} was saved.", name=shown_name(self.name)))
        self.finished.emit()

    def _salon_changed(self, kind: str) -> None:
        if self.base is not None and kind == KINDS[type(self.base)] and not self.changing.waits:
            now = self._selling.service(self.id) or self._selling.bundle(self.id)
            self.overtaken = self.overtaken or now != self.base
        self.changed.emit()


class ServiceForm(SoldForm):
    """A service with its variants. With variants on sale, its own length and price are what new ones begin with."""

    def __init__(
        self,
        row: ServiceRow | None,
        new_id: Callable[[], str],
        office: Office,
        toasts: Toasts,
        salon: Salon,
        selling: Selling,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(row, new_id, office, toasts, salon, selling, parent)
        self.row = row
        self.minutes = str(row.minutes) if row else ""
        self.variants = tuple(
            Form(one.id, one.name, str(one.minutes), written(one.price.minor, self.currency), one.archived, False)
            for one in (row.variants if row else ())
        )

    def set_minutes(self, minutes: str) -> None:
        """The length as it is typed."""
        self.minutes = minutes
        self.changed.emit()

    def add_variant(self) -> None:
        """One more variant, as long and as dear as the service."""
        self.variants = (*self.variants, Form(self._new_id(), "", self.minutes, self.price))
        self.changed.emit()

    def set_variant(self, index: int, variant: Form) -> None:
        """A variant as it is typed."""
        self.variants = (*self.variants[:index], variant, *self.variants[index + 1 :])
        self.changed.emit()

    def remove_variant(self, index: int) -> None:
        """A new one goes; one that was sold is archived, or brought back."""
        one = self.variants[index]
        if one.is_new:
            self.variants = (*self.variants[:index], *self.variants[index + 1 :])
        else:
            self.variants = (
                *self.variants[:index],
                replace(one, archived=not one.archived),
                *self.variants[index + 1 :],
            )
        self.changed.emit()

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        own = self._why_not() or _minutes_fault(self.minutes) or self._price_fault(self.price)
        return own or next((why for why in map(self.wrong_with, range(len(self.variants))) if why), "")

    def wrong_with(self, index: int) -> str:
        """What is wrong with a variant; empty when nothing is."""
        one = self.variants[index]
        if not clean_text(one.name):
            return tr("Please enter a name for this variant.")
        return _minutes_fault(one.minutes) or self._price_fault(one.price)

    def submit(self) -> None:
        """Save it. Nothing happens while something is missing."""
        if self.why_not():
            return
        variants = tuple(
            SaveVariant(one.id, clean_text(one.name), int(one.minutes), self._minor(one.price), one.archived)
            for one in self.variants
        )
        archived = self.row.archived if self.row else False
        wish = SaveService(
            self.id,
            clean_text(self.name),
            int(self.minutes),
            self._minor(self.price),
            self.currency,
            variants,
            archived,
        )
        self.changing.ask(wish, self._saved)

    def _minor(self, price: str) -> int:
        return amount(price, self.currency) or 0


class BundleForm(SoldForm):
    """A bundle: services for one price."""

    def __init__(
        self,
        row: BundleRow | None,
        new_id: Callable[[], str],
        office: Office,
        toasts: Toasts,
        salon: Salon,
        selling: Selling,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(row, new_id, office, toasts, salon, selling, parent)
        self.row = row
        self.items: tuple[BundleItem, ...] = row.items if row else ()

    def choices(self) -> tuple[Choice, ...]:
        """What can be put in."""
        found: list[Choice] = []
        for row in sorted(self._salon.rows(ServiceRow).values(), key=lambda row: (row.name.casefold(), row.id)):
            offered = [one for one in row.variants if not one.archived]
            if row.archived or row.price.currency != self.currency:
                continue
            if offered:
                found += [Choice(BundleItem(row.id, one.id), f"{row.name}, {one.name}") for one in offered]
            else:
                found.append(Choice(BundleItem(row.id), row.name))
        return tuple(found)

    def item_name(self, item: BundleItem) -> str:
        """A member in words; one that is not sold any more says so."""
        known = next((one.name for one in self.choices() if one.item == item), None)
        if known is not None:
            return known
        row = self._salon.get(ServiceRow, item.service_id)
        return tr("{service} (not offered any more)", service=row.name if row else "?")

    def add_item(self, item: BundleItem) -> None:
        """Put a service in."""
        if len(self.items) < ITEMS_AT_MOST:
            self.items = (*self.items, item)
            self.changed.emit()

    def remove_item(self, index: int) -> None:
        """Take a service out."""
        self.items = (*self.items[:index], *self.items[index + 1 :])
        self.changed.emit()

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        missing = "" if self.items else tr("Choose at least one service.")
        return self._why_not() or missing or self._price_fault(self.price)

    def submit(self) -> None:
        """Save it. Nothing happens while something is missing."""
        if self.why_not():
            return
        items = tuple(SaveItem(one.service_id, one.variant_id) for one in self.items)
        archived = self.row.archived if self.row else False
        price = amount(self.price, self.currency) or 0
        self.changing.ask(
            SaveBundle(self.id, clean_text(self.name), items, price, self.currency, archived), self._saved
        )


def amount(text: str, currency: str) -> int | None:
    """A typed price in the currency's minor unit, with a point or a comma; None when it is none, or too fine."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= _DEAREST:
        return None
    minor = value.scaleb(_digits(currency))
    return int(minor) if minor == minor.to_integral_value() else None


def written(minor: int, currency: str) -> str:
    """A price as it is typed."""
    return f"{Decimal(minor).scaleb(-_digits(currency)):f}"


def _digits(currency: str) -> int:
    from babel.numbers import get_currency_precision  # noqa: PLC0415 - as in desktop.texts

    return int(get_currency_precision(currency))


def _minutes_fault(text: str) -> str:
    good = text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= LONGEST_MINUTES
    return "" if good else tr("Please enter how many minutes it takes.")


def _currency(salon: Salon) -> str:
    return next((row.currency for row in salon.rows(LocationRow).values()), "EUR")
