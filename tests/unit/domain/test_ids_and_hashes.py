import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from domain import feedhash
from domain.uuid7 import RandomIds, SeededIds, uuid7

MILLISECONDS = st.integers(0, 2**48 - 1)
ROWS = st.lists(
    st.tuples(st.sampled_from(["draft", "notice"]), st.text("ab:", max_size=3), st.integers(0, 9)), unique=True
)


@given(MILLISECONDS, st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_7_with_its_time_in_front(milliseconds: int, entropy: bytes) -> None:
    made = uuid.UUID(uuid7(milliseconds * 1000 + 999, entropy))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == milliseconds


@given(MILLISECONDS, MILLISECONDS, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_ids_sort_by_the_time_they_were_made(first: int, second: int, one: bytes, other: bytes) -> None:
    if first < second:
        assert uuid7(first * 1000, one) < uuid7(second * 1000, other)


def test_seeded_ids_repeat_and_random_ones_do_not() -> None:
    one, again = SeededIds(7), SeededIds(7)
    assert [one.new(5), one.secret(9)] == [again.new(5), again.secret(9)]
    assert RandomIds().new(5) != RandomIds().new(5)
    assert len(RandomIds().secret(16)) == 16


@given(ROWS, st.randoms(use_true_random=False))
def test_the_sum_of_a_scope_depends_on_its_rows_and_not_on_their_order(
    rows: list[tuple[str, str, int]], shuffled: random.Random
) -> None:
    order = list(rows)
    shuffled.shuffle(order)
    sums = [0, 0]
    for n, sequence in enumerate((rows, order)):
        for row in sequence:
            sums[n] = feedhash.add(sums[n], feedhash.row_hash(*row))
    assert sums[0] == sums[1]
    for row in order:
        sums[0] = feedhash.take(sums[0], feedhash.row_hash(*row))
    assert sums[0] == 0
    assert len(feedhash.text(sums[1])) == 16


@given(ROWS)
def test_another_number_kind_or_id_is_another_hash(rows: list[tuple[str, str, int]]) -> None:
    assert len({feedhash.row_hash(*row) for row in rows}) == len(rows)
