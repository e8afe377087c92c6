"""A message is on its way while its draft changes. Only where several write at once, on PostgreSQL, can they meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest

from backend.appointments.confirm import confirm
from backend.db.database import Unit
from backend.drafts import life, queries
from backend.due.queue import Lane
from backend.due.runner import Claimed
from backend.feed.change import change_of
from domain.drafts import Phase
from domain.wire.actions import SendReminder
from domain.wire.booking import Confirm
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
    (claimed,) = salon.app.runner.step(Lane.MESSAGE)
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
            recorded = pool.submit(salon.app.runner.record, claimed, result)
            blocked(salon.database)
        recorded.result(timeout=30)
    assert [row.phase for row in salon.feed("olga", DraftRow)] == phases


@pytest.mark.row("B9", "B19", "N2")
def test_whoever_lands_by_the_link_while_the_draft_is_booked_begins_nothing_new(on_postgresql: Salon) -> None:
    salon = on_postgresql
    mara = salon.visitor(email=None)
    card = salon.abandon(mara)
    link = salon.link_by_text(card.id)
    with ThreadPoolExecutor(2) as pool:
        with salon.database.write() as unit:
            confirm(unit, mara.client, Confirm(card.id))
            landed = [pool.submit(salon.request, "POST", f"/v1{link}/review") for _device in range(2)]
            blocked(salon.database, 2)
        assert [answer.result(timeout=30).status for answer in landed] == [410, 410]
    assert salon.count("drafts") == 1


@pytest.mark.row("B9", "B19")
def test_whoever_confirms_by_the_page_while_staff_book_is_told_that_it_is_done(on_postgresql: Salon) -> None:
    salon = on_postgresql
    mara = salon.visitor(email=None)
    card = salon.abandon(mara)
    link = salon.link_by_text(card.id)
    with ThreadPoolExecutor(1) as pool:
        with salon.database.write() as unit:
            change_of(unit, salon.business_id)
            life.convert(unit, salon.business_id, mara.id, "appointment", "person:rita")
            pressed = pool.submit(salon.request, "POST", f"/v1{link}/confirm", Confirm(card.id))
            blocked(salon.database)
        answer = pressed.result(timeout=30)
    assert (answer.status, b"draft_converted" in answer.body) == (410, True)
