import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import prices
from domain.wire.actions import Choice
from domain.wire.base import Money
from domain.wire.rows import BundleItem, BundleRow, Line, ServiceRow, Variant


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


CUT = ServiceRow("cut", "Cut", 45, eur(4500))
COLOUR = ServiceRow(
    "colour",
    "Colour",
    90,
    eur(8000),
    (Variant("short", "Short hair", 60, eur(7000)), Variant("old", "Old", 10, eur(1), archived=True)),
)
GONE = ServiceRow("gone", "Gone", 30, eur(100), archived=True)
BUNDLE = BundleRow("b", "Cut and colour", (BundleItem("cut"), BundleItem("colour", "short")), eur(9999))
SERVICES = {service.id: service for service in (CUT, COLOUR, GONE)}
BUNDLES = {BUNDLE.id: BUNDLE, "off": BundleRow("off", "Off", (BundleItem("cut"),), eur(1), archived=True)}


def test_a_line_has_todays_name_minutes_and_price_of_service_or_variant() -> None:
    choices = (Choice("colour", "short", team_member_id="t"), Choice("cut"))
    lines, left_out = prices.resolve(choices, SERVICES, BUNDLES)
    assert not left_out
    assert lines[0] == Line("colour", "Colour", 60, eur(7000), "short", "Short hair", team_member_id="t")
    assert lines[1] == Line("cut", "Cut", 45, eur(4500))


@pytest.mark.row("B13")
@pytest.mark.parametrize(
    "choice",
    [
        Choice("gone"),
        Choice("never"),
        Choice("colour"),
        Choice("colour", "old"),
        Choice("colour", "never"),
        Choice("cut", "never"),
        Choice("cut", bundle_id="off"),
        Choice("cut", bundle_id="never"),
        Choice("cut", bundle_id="b"),
    ],
)
def test_what_cannot_be_had_today_is_left_out_and_the_rest_stays(choice: Choice) -> None:
    resolved = prices.resolve((choice, Choice("colour", "short")), SERVICES, BUNDLES)
    assert resolved.left_out == (choice,)
    assert [line.service_id for line in resolved.lines] == ["colour"]


@pytest.mark.row("B13")
def test_a_bundle_of_which_a_member_was_archived_is_left_out_whole() -> None:
    choices = (Choice("cut", bundle_id="b"), Choice("colour", "short", bundle_id="b"))
    archived = {**SERVICES, "cut": ServiceRow("cut", "Cut", 45, eur(4500), archived=True)}
    assert prices.resolve(choices, archived, BUNDLES) == ((), choices)


def test_a_bundle_fixes_the_variant_of_its_member() -> None:
    lines, left_out = prices.resolve((Choice("colour", bundle_id="b"), Choice("cut", bundle_id="b")), SERVICES, BUNDLES)
    assert not left_out
    assert [(line.service_id, line.variant_id, line.bundle_name) for line in lines] == [
        ("colour", "short", "Cut and colour"),
        ("cut", None, "Cut and colour"),
    ]


def test_a_bundle_taken_twice_costs_twice_and_a_part_of_a_third_is_left_out() -> None:
    one = (Choice("cut", bundle_id="b"), Choice("colour", bundle_id="b"))
    lines, left_out = prices.resolve((*one, *one, one[0]), SERVICES, BUNDLES)
    assert prices.total(lines) == eur(2 * 9999)
    assert left_out == (one[0],)


@pytest.mark.parametrize("chosen", [("short", "long"), ("long", "short")])
def test_a_bundle_with_one_service_twice_takes_each_variant_where_it_fits(chosen: tuple[str, str]) -> None:
    """One of its members may be of any length, the other is the short one."""
    variants = (Variant("short", "Short", 30, eur(300)), Variant("long", "Long", 60, eur(600)))
    bundle = BundleRow("two", "Two", (BundleItem("dry"), BundleItem("dry", "short")), eur(800))
    choices = tuple(Choice("dry", variant, "two") for variant in chosen)
    dry = ServiceRow("dry", "Blow-dry", 30, eur(300), variants)
    lines, left_out = prices.resolve(choices, {"dry": dry}, {"two": bundle})
    assert not left_out
    assert tuple(line.variant_id for line in lines) == chosen


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=8), st.integers(0, 1_000_000))
def test_lines_of_a_bundle_sum_to_its_price(member_prices: list[int], price: int) -> None:
    services = {f"s{n}": ServiceRow(f"s{n}", "", 10, eur(minor)) for n, minor in enumerate(member_prices)}
    bundle = BundleRow("b", "B", tuple(BundleItem(key) for key in services), eur(price))
    lines, left_out = prices.resolve([Choice(key, bundle_id="b") for key in services], services, {"b": bundle})
    assert not left_out
    assert prices.total(lines) == bundle.price
    for line, minor in zip(lines, member_prices, strict=True):
        if sum(member_prices):
            assert abs(line.price.minor * sum(member_prices) - price * minor) < sum(member_prices)


def test_members_priced_in_another_currency_share_the_price_equally_and_take_the_bundles_currency() -> None:
    services = {"a": ServiceRow("a", "A", 10, eur(1)), "b": ServiceRow("b", "B", 10, Money(99, "CHF"))}
    bundle = BundleRow("x", "X", (BundleItem("a"), BundleItem("b")), eur(101))
    lines, _ = prices.resolve([Choice("a", bundle_id="x"), Choice("b", bundle_id="x")], services, {"x": bundle})
    assert [line.price for line in lines] == [eur(51), eur(50)]


CHOICES = st.builds(
    Choice,
    st.sampled_from(["cut", "colour", "gone", "never"]),
    st.sampled_from([None, "short", "old"]),
    st.sampled_from([None, None, "b", "off"]),
    st.sampled_from([None, "t"]),
)


@given(st.lists(CHOICES, max_size=8))
def test_every_choice_becomes_a_line_or_is_left_out_and_lines_resolve_to_themselves(choices: list[Choice]) -> None:
    lines, left_out = prices.resolve(choices, SERVICES, BUNDLES)
    assert len(lines) + len(left_out) == len(choices)
    assert prices.resolve(prices.choices_of(lines), SERVICES, BUNDLES) == (lines, ())


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["EUR", "USD", "JPY"])), min_size=1, max_size=6))
def test_money_is_never_summed_across_currencies(amounts: list[tuple[int, str]]) -> None:
    lines = [Line("s", "S", 10, Money(minor, currency)) for minor, currency in amounts]
    if len({currency for _, currency in amounts}) == 1:
        assert prices.total(lines) == Money(sum(minor for minor, _ in amounts), amounts[0][1])
    else:
        with pytest.raises(prices.MixedCurrencies):
            prices.total(lines)


def test_no_lines_have_no_total() -> None:
    with pytest.raises(ValueError, match="no lines"):
        prices.total(())
