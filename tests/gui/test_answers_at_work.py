"""What a client writes back, from the provider's request to the window, over the real server (row N7)."""

from collections.abc import Callable, Iterator

import pytest
import requests

from desktop.models.ports import draft_entity
from desktop.views.bell.panel import BellPanel, NoticeLine
from domain.constants import HOUR
from domain.wire.channels import SaveSms
from domain.wire.rows import ClientRow
from tests.gui.support.house import House
from tests.gui.support.program import Program
from tests.support.hooks import signed, text_form, texts_path
from tests.support.server import SALON
from tests.support.sms import ACCOUNT, FROM, TOKEN

pytestmark = pytest.mark.row("N7")

Desk = Callable[..., Program]


@pytest.fixture
def texting(house: House) -> Iterator[House]:
    """The salon has an SMS account of its own, so that somebody is believed."""
    house.call("PUT", "/v1/channels/sms", SaveSms(ACCOUNT, FROM, TOKEN))
    yield house
    house.call("DELETE", "/v1/channels/sms")


def write(house: House, phone: str, words: str) -> None:
    request = signed(house.address, texts_path(SALON), text_form(phone, words))
    headers, url = dict(request.headers), house.address + request.path
    assert requests.post(url, data=request.body, headers=headers, timeout=10).status_code == 200


def at_work(desk: Desk, draft_id: str) -> tuple[Program, str, str]:
    """A desk with the card of the draft on it, and the card's client with her number."""
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    row = program.work.drafts.get(draft_id)
    assert row is not None
    assert row.phone
    return program, row.client_id, row.phone


def test_an_answer_wakes_the_card_and_is_read_on_it_in_its_story_and_in_the_bell(texting: House, desk: Desk) -> None:
    draft_id = texting.abandon("Nora Nowak")
    program, _, phone = at_work(desk, draft_id)
    program.work.noting.snooze(draft_id, texting.clock.at + HOUR)
    program.until(lambda: not program.has_card(draft_id))
    program.until(lambda: not program.work.pending.of(draft_entity(draft_id)))
    write(texting, phone, "Yes please, <b>Friday</b>?")
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    card = program.card(draft_id)
    program.until(lambda: "“Yes please, <b>Friday</b>?”" in card.accessibleDescription())
    assert program.work.shell.bar.bell.fresh() == 2
    program.work.open_bell()
    lines = [one.accessibleName() for one in program.one(BellPanel).rows() if isinstance(one, NoticeLine)]
    assert "Replied by SMS, “Yes please, <b>Friday</b>?”, Nora Nowak, just now" in lines
    program.work.noting.story.open(draft_id)
    told = program.work.noting.story
    program.until(lambda: any(line.note == "Yes please, <b>Friday</b>?" for line in told.lines()))


@pytest.mark.row("S5")
def test_a_stop_is_seen_on_the_client_and_no_reminder_goes(texting: House, desk: Desk) -> None:
    draft_id = texting.abandon("Mia Stop")
    program, client_id, phone = at_work(desk, draft_id)
    write(texting, phone, "STOP")

    def opted_out() -> bool:
        client = program.work.clients.get(client_id)
        return isinstance(client, ClientRow) and client.opted_out == ("sms",)

    program.until(opted_out)
    assert program.work.shell.bar.bell.fresh() == 1
