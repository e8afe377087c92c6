"""A message is on its way while its draft changes. Only where several write at once, on PostgreSQL, can they meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest

from backend.db.database import Unit
from backend.drafts import life, queries
from backend.due.queue import Lane
from backend.due.runner import Claimed
from backend.feed.change import change_of
from domain.drafts import Phase
from domain.wire.actions import SendReminder
from domain.wire.rows import DraftRow
from tests.support.salon import Salon
from tests.support.waiting import blocked

Meanwhile = Callable[[Unit, Salon, str], object]


def dismiss(unit: Unit, salon: Salon, draft_id: str) -> None:
    change_of(unit, salon.business_id)
    life.dismiss(unit, list(queries.find_all(unit, salon.business_id, [draft_id]).values()), "person:rita")


def come_back(unit: Unit, salon: Salon, draft_id: str) -> None:
    draft = queries.find(unit, salon.business_id, draft_id)
    assert draft is not None
    life.land_again(unit, draft)


def claimed_for(salon: Salon, draft_id: str) -> Claimed:
    """The draft's reminder, as a worker holds it before the call."""
    salon.act("rita", SendReminder(draft_id))
    (claimed,) = salon.runner.step(Lane.MESSAGE)
    return claimed


@pytest.mark.row("B4", "B15")
@pytest.mark.parametrize(("meanwhile", "phases"), [(dismiss, [Phase.DISMISSED]), (come_back, [])])
def test_what_became_of_a_message_shows_on_the_card_as_it_is_by_then(
    on_postgresql: Salon, meanwhile: Meanwhile, phases: list[Phase]
) -> None:
    """The worker that writes down "sent" meets somebody who takes the card away and has not committed yet."""
    salon = on_postgresql
    card = salon.abandon(salon.visitor(email=None))
    claimed = claimed_for(salon, card.id)
    result = claimed.call()
    write: AbstractContextManager[Unit] = salon.database.write()
    with ThreadPoolExecutor(1) as pool:
        with write as unit:
            meanwhile(unit, salon, card.id)
            recorded = pool.submit(salon.runner.record, claimed, result)
            blocked(salon.database)
        recorded.result(timeout=30)
    assert [row.phase for row in salon.feed("olga", DraftRow)] == phases
