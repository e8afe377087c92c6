"""What chosen services cost today, and the lines that a draft or an appointment keeps (rows B9, B13).

A line keeps the name, minutes and price it was made with. Amounts of two currencies are never added up.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.wire.actions import Choice
from domain.wire.base import Money
from domain.wire.rows import BundleItem, BundleRow, Line, ServiceRow, Variant


class MixedCurrencies(ValueError):
    """A sum over more than one currency was asked for."""


class Resolved(NamedTuple):
    """Lines at today's prices in the order of the choices, and the choices that cannot be had any more."""

    lines: tuple[Line, ...]
    left_out: tuple[Choice, ...]


class _Offer(NamedTuple):
    """A service with the variant that was chosen, as sold alone."""

    service: ServiceRow
    variant: Variant | None

    @property
    def minutes(self) -> int:
        return self.variant.minutes if self.variant else self.service.minutes

    @property
    def price(self) -> Money:
        return self.variant.price if self.variant else self.service.price


def resolve(
    choices: Sequence[Choice], services: Mapping[str, ServiceRow], bundles: Mapping[str, BundleRow]
) -> Resolved:
    """Choices against today's catalogue.

    Left out is what is archived or unknown, a service whose variant is not said or not sold any more, and every choice
    of a bundle that does not have all its members: a bundle is sold whole.
    """
    lines: dict[int, Line] = {}
    for index, choice in enumerate(choices):
        offer = _offer(choice, services) if choice.bundle_id is None else None
        if offer:
            lines[index] = _line(choice, offer, offer.price, None)
    for bundle_id in dict.fromkeys(choice.bundle_id for choice in choices if choice.bundle_id is not None):
        bundle = bundles.get(bundle_id)
        if bundle and not bundle.archived and bundle.items:
            mine = [(n, choice) for n, choice in enumerate(choices) if choice.bundle_id == bundle_id]
            for taken in _whole_sets(mine, bundle):
                lines.update(_bundle_lines(taken, bundle, services))
    left_out = tuple(choice for index, choice in enumerate(choices) if index not in lines)
    return Resolved(tuple(lines[index] for index in sorted(lines)), left_out)


def choices_of(lines: Sequence[Line]) -> tuple[Choice, ...]:
    """What was chosen, without the prices of that day: what resolve() takes."""
    return tuple(Choice(line.service_id, line.variant_id, line.bundle_id, line.team_member_id) for line in lines)


def total(lines: Sequence[Line]) -> Money:
    """The price of all lines. Raises MixedCurrencies, and ValueError when there are none."""
    if not lines:
        raise ValueError("no lines to sum")
    currency = lines[0].price.currency
    if any(line.price.currency != currency for line in lines):
        raise MixedCurrencies("lines in more than one currency")
    return Money(sum(line.price.minor for line in lines), currency)


def spread(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` shared out in proportion to `weights`, whole units that sum to it exactly (largest remainder).

    Equal remainders go to the earlier weight; without any weight all shares are equal.
    """
    weighed = weights if sum(weights) > 0 else [1] * len(weights)
    whole = sum(weighed)
    shares = [amount * weight // whole for weight in weighed]
    rest = amount - sum(shares)
    by_remainder = sorted(range(len(weighed)), key=lambda n: (-(amount * weighed[n] % whole), n))
    for index in by_remainder[:rest]:
        shares[index] += 1
    return tuple(shares)


def _offer(choice: Choice, services: Mapping[str, ServiceRow]) -> _Offer | None:
    service = services.get(choice.service_id)
    if service is None or service.archived:
        return None
    sold = {variant.id: variant for variant in service.variants if not variant.archived}
    if choice.variant_id is None:
        return None if sold else _Offer(service, None)
    variant = sold.get(choice.variant_id)
    return _Offer(service, variant) if variant else None


def _line(choice: Choice, offer: _Offer, price: Money, bundle: BundleRow | None) -> Line:
    return Line(
        service_id=offer.service.id,
        name=offer.service.name,
        minutes=offer.minutes,
        price=price,
        variant_id=offer.variant.id if offer.variant else None,
        variant_name=offer.variant.name if offer.variant else None,
        bundle_id=bundle.id if bundle else None,
        bundle_name=bundle.name if bundle else None,
        team_member_id=choice.team_member_id,
    )


def _whole_sets(mine: list[tuple[int, Choice]], bundle: BundleRow) -> Iterator[dict[int, Choice]]:
    """Sets of choices that each make up the bundle once, taken from the front."""
    pool = list(mine)
    strictest_first = sorted(bundle.items, key=lambda item: item.variant_id is None)
    while True:
        taken: dict[int, Choice] = {}
        for item in strictest_first:
            found = next((entry for entry in pool if _fits(entry[1], item)), None)
            if found is None:
                return
            pool.remove(found)
            taken[found[0]] = _with_variant_of(item, found[1])
        yield taken


def _fits(choice: Choice, item: BundleItem) -> bool:
    if choice.service_id != item.service_id:
        return False
    return item.variant_id is None or choice.variant_id in (None, item.variant_id)


def _with_variant_of(item: BundleItem, choice: Choice) -> Choice:
    variant_id = item.variant_id or choice.variant_id
    return Choice(choice.service_id, variant_id, choice.bundle_id, choice.team_member_id)


def _bundle_lines(
    taken: Mapping[int, Choice], bundle: BundleRow, services: Mapping[str, ServiceRow]
) -> dict[int, Line]:
    offers = {index: offer for index in sorted(taken) if (offer := _offer(taken[index], services))}
    if len(offers) < len(taken):
        return {}
    comparable = all(offer.price.currency == bundle.price.currency for offer in offers.values())
    weights = [offer.price.minor if comparable else 1 for offer in offers.values()]
    shares = spread(bundle.price.minor, weights)
    return {
        index: _line(taken[index], offer, Money(share, bundle.price.currency), bundle)
        for (index, offer), share in zip(offers.items(), shares, strict=True)
    }
