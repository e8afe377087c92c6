"""Forms that ask the server: offline each stays until the outbox has what was typed, and says so when it cannot."""

from collections.abc import Callable

import pytest

from desktop.models.booking import BookingForm
from desktop.models.client_form import ClientForm
from desktop.models.ports import Link
from desktop.models.waitlist_form import WaitlistForm
from domain.wire.actions import Refusal, Refused
from domain.wire.rows import ClientRow
from tests.gui.support.desk import Desk
from tests.gui.support.rows import LINDEN, draft, manager

Form = BookingForm | WaitlistForm | ClientForm
NOT_KEPT = "It could not be kept on this computer and was not done."


def booking(desk: Desk) -> BookingForm:
    row = draft(1)
    desk.feed.put(row)
    return desk.form(row)


def waiting(desk: Desk) -> WaitlistForm:
    form = desk.forms.waiting(LINDEN, client_id="client-1")
    form.basket.add("svc-toner")
    return form


def client(desk: Desk) -> ClientForm:
    form = ClientForm(None, LINDEN, desk.feed, desk.acts, desk.toasts, desk.clients, desk.pending, desk.salon)
    form.set("name", "Nina Neu")
    return form


def sent(desk: Desk, make: Callable[[Desk], Form]) -> tuple[Form, list[str]]:
    """A form that was sent without a network, while the disk takes its time; what is told when it finishes."""
    desk.feed.reset(manager())
    desk.feed.reset(ClientRow("client-1", "Sarah Lindqvist"))
    desk.feed.connect_as(Link.OFFLINE)
    desk.acts.slow = True
    form = make(desk)
    finished: list[str] = []
    form.finished.connect(lambda: finished.append("finished"))
    form.submit()
    assert len(desk.acts.actions) == 1, form.why_not()
    return form, finished


@pytest.mark.row("N3")
@pytest.mark.parametrize("make", [booking, waiting, client])
def test_offline_a_form_closes_when_what_was_typed_is_kept_and_not_before(make: Callable[[Desk], Form]) -> None:
    desk = Desk()
    form, finished = sent(desk, make)
    assert form.waits
    assert not finished
    assert not desk.toasts.texts
    desk.acts.keep(desk.acts.actions[0])
    assert finished == ["finished"]
    assert "offline" in desk.toasts.texts[0]


@pytest.mark.row("N3")
@pytest.mark.parametrize("make", [booking, waiting, client])
def test_what_could_not_be_kept_stays_in_its_form(make: Callable[[Desk], Form]) -> None:
    desk = Desk()
    form, finished = sent(desk, make)
    refused = Refused(desk.acts.actions[0].id, Refusal("not_kept"))
    desk.feed.answered.emit(refused.id, refused)
    assert not form.waits
    assert not finished
    assert (form.fault if isinstance(form, ClientForm) else form.notice.text) == NOT_KEPT
