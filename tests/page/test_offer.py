"""The page behind an offer's link, in a real browser (row N10): a button accepts, looking does not, script or none."""

import datetime as dt
from pathlib import Path

import pytest

from domain.times import local
from domain.wire.actions import AddWaitlistEntry, Choice, CreateClient, Done, Payload, WishedWindow
from domain.wire.booking import SlotQuery
from domain.wire.offers import OfferRow, OfferTime
from domain.wire.rows import AppointmentRow, LocationRow, ServiceRow
from tests.page.conftest import Visit
from tests.page.street import Street
from tests.page.test_access import SMALL, WIDE
from tests.support.server import PASSWORD
from tools.tour.people import Staff


def do(staff: Staff, payload: Payload) -> None:
    staff.desk.do(payload)
    (answer,) = staff.desk.sync()
    assert isinstance(answer, Done), answer


def offered(street: Street, staff: Staff, name: str) -> tuple[str, dt.datetime]:
    """Somebody waits, and is offered the first free time of tomorrow: the path of her link, and when it is."""
    north = street.house.seeded.north
    (at,) = [row for row in staff.rows(LocationRow) if row.id == north]
    beard = next(row for row in staff.rows(ServiceRow) if row.id == street.house.seeded.services["beard"].id)
    day = local(street.house.clock.at, at.zone).date() + dt.timedelta(days=1)
    choices = (Choice(beard.id),)
    slot = staff.desk.api.free_slots(SlotQuery(north, choices, day, 5)).slots[0]
    window = WishedWindow(slot.start.date(), dt.time(8), dt.time(20))
    do(staff, CreateClient(f"client-{name}", north, name, street.new_phone(), f"{name.lower()}@example.org"))
    do(staff, AddWaitlistEntry(f"entry-{name}", north, f"client-{name}", choices, (window,)))
    do(staff, OfferTime(f"offer-{name}", slot.start, slot.team_member_id, f"entry-{name}"))
    return street.link("offer", f"offer:offer-{name}"), slot.start


@pytest.mark.row("N10", "N14")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_offer_is_accepted_on_a_small_phone(visit: Visit, street: Street, tmp_path: Path, scheme: str) -> None:
    with Staff(street.house.address, "reception@example.org", PASSWORD, tmp_path / "desk") as staff:
        link, start = offered(street, staff, f"Sarah-{scheme}")
        sarah = visit(color_scheme=scheme, viewport={"width": 320, "height": 640})
        sarah.open(link)
        sarah.says("A time has come free for you")
        assert sarah.faults_of_access() == []
        assert not sarah.page.evaluate(WIDE)
        assert sarah.page.evaluate(SMALL) == []
        assert [row.status for row in staff.rows(OfferRow)][-1:] == ["open"]
        sarah.press("Book this time")
        sarah.says("It is yours")
        assert sarah.faults_of_access() == []
        (booked,) = [row for row in staff.rows(AppointmentRow) if row.client_id == f"client-Sarah-{scheme}"]
        assert booked.start == start
        assert sarah.page.url.endswith(link)
        sarah.page.get_by_role("link", name="Deutsch").click()
        sarah.says("Er gehört Ihnen")
        sarah.open(street.link("manage", f"appointment:{booked.id}"))
        sarah.page.locator("#ask").click()
        sarah.page.locator("#cancel").click()
        sarah.says("Your appointment is cancelled.")
        sarah.open(link)
        sarah.says("Your appointment is cancelled.")
        assert sarah.page.get_by_text("It is yours").count() == 0


@pytest.mark.row("N10")
def test_it_works_without_script_and_says_when_it_is_over(visit: Visit, street: Street, tmp_path: Path) -> None:
    with Staff(street.house.address, "reception@example.org", PASSWORD, tmp_path / "desk") as staff:
        link, _ = offered(street, staff, "Nora")
        nora = visit(java_script_enabled=False)
        nora.open(link)
        nora.press("No, thank you")
        nora.says("You have declined")
        nora.open(link)
        nora.says("You have declined")
