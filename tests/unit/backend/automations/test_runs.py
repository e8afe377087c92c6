"""What became of automated messages, as Settings tell it (rows B23, N18)."""

import datetime as dt

import pytest

from backend.automations.routes import LATELY, RUNS
from backend.channels.port import Accepted, Rejected
from backend.clients.queries import rewrite_client
from backend.messages import ledger
from domain.constants import HOUR
from domain.permissions import Permission
from domain.reasons import Reason
from domain.wire.automations import AutomationFailures, AutomationRun, AutomationRuns, FailuresLately
from tests.support.salon import Salon, Visitor
from tests.unit.backend.automations.words import NOON, book, switch

pytestmark = pytest.mark.row("B23")


def told(salon: Salon, name: str = "pending_confirmation", who: str = "olga") -> AutomationRuns:
    return salon.ask(AutomationRuns, "GET", f"/v1/automations/{name}/runs", token=salon.token(who))


def failed(salon: Salon) -> tuple[AutomationFailures, ...]:
    return salon.ask(FailuresLately, "GET", "/v1/automation-failures", token=salon.token("olga")).failures


def told_of(salon: Salon, mara: Visitor) -> AutomationRun:
    """She is booked by the desk, and the message about it is sent."""
    switch(salon, "pending_confirmation")
    book(salon, mara)
    salon.run_due()
    (run,) = told(salon).runs
    return run


def test_a_run_says_to_whom_it_went(salon: Salon) -> None:
    mara = salon.visitor()
    run = told_of(salon, mara)
    assert (run.client_id, run.client_name, run.subject) == (mara.id, mara.client.name, "appointment:app-1")
    assert (run.status, run.channel, run.delivered_at) == ("sent", "sms", None)


@pytest.mark.row("N13")
def test_a_run_says_when_it_was_delivered(salon: Salon) -> None:
    salon.sms.answers = [Accepted("SM1")]
    run = told_of(salon, salon.visitor())
    with salon.database.write() as unit:
        message = ledger.find(unit, salon.business_id, run.id)
        assert message is not None
        ledger.move(unit, message, "sent", reference="SM1", delivered_at=unit.now)
    assert told(salon).runs[0].delivered_at == salon.clock.now()


@pytest.mark.row("S1")
def test_who_may_not_see_clients_is_told_no_names(salon: Salon) -> None:
    told_of(salon, salon.visitor())
    salon.may_only("receptionist", Permission.MANAGE_AUTOMATIONS)
    (run,) = told(salon, who="rita").runs
    assert (run.client_id, run.client_name, run.status) == ("", "", "sent")


def test_what_failed_is_counted_with_the_reason_of_the_last(salon: Salon) -> None:
    assert failed(salon) == ()
    mara = salon.visitor()
    salon.sms.answers = [Rejected(Reason.REFUSED_BY_PROVIDER)]
    told_of(salon, mara)
    assert failed(salon) == (AutomationFailures("pending_confirmation", 1, "refused_by_provider"),)
    salon.advance(HOUR)
    salon.unplug("sms")
    book(salon, mara, name="app-2", start=NOON + dt.timedelta(hours=2))
    salon.run_due()
    assert failed(salon) == (AutomationFailures("pending_confirmation", 2, "not_configured"),)
    salon.advance(LATELY - HOUR + 1)
    assert failed(salon) == (AutomationFailures("pending_confirmation", 1, "not_configured"),)
    salon.advance(HOUR)
    assert failed(salon) == ()


def test_what_was_not_wanted_has_not_failed(salon: Salon) -> None:
    mara = salon.visitor()
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(sms_opted_out_at=1))
    assert told_of(salon, mara).reason == "opted_out"
    assert failed(salon) == ()


def test_the_log_is_cut_and_says_so(salon: Salon) -> None:
    mara = salon.visitor()
    with salon.database.write() as unit:
        for number in range(RUNS):
            topic = ledger.Topic(salon.business_id, "cancelled", f"appointment:{number}", number, mara.id)
            ledger.add(unit, topic, "sms", automatic=True, skipped=Reason.OPTED_OUT)
    assert (len(told(salon, "cancelled").runs), told(salon, "cancelled").more) == (RUNS, False)
    salon.advance(1)
    with salon.database.write() as unit:
        topic = ledger.Topic(salon.business_id, "cancelled", "appointment:last", 1, mara.id)
        ledger.add(unit, topic, "sms", automatic=True, skipped=Reason.OPTED_OUT)
    assert (len(told(salon, "cancelled").runs), told(salon, "cancelled").more) == (RUNS, True)
    assert told(salon, "cancelled").runs[0].subject == "appointment:last"
