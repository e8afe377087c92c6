"""Where clients reach a location: set by who runs it, shown on the booking page (rows N25, S10)."""

import pytest

from domain.wire.access import SaveLocationPhone
from domain.wire.base import decode
from domain.wire.problems import Problem
from domain.wire.rows import LocationRow
from tests.support.salon import Salon

pytestmark = pytest.mark.row("N25")


def save(salon: Salon, phone: str, who: str = "olga", at: str = "") -> tuple[int, bytes]:
    path = f"/v1/locations/{at or salon.north}/phone"
    said = salon.request("PUT", path, SaveLocationPhone(phone), salon.token(who))
    return said.status, said.body


def phone(salon: Salon) -> str | None:
    return next(row.phone for row in salon.feed("rita", LocationRow) if row.id == salon.north)


@pytest.mark.row("S10")
def test_it_is_kept_as_others_are_and_shown_where_clients_look(salon: Salon) -> None:
    assert phone(salon) is None
    assert save(salon, " 030 / 23 12 51 23 ")[0] == 204
    assert phone(salon) == "+493023125123"
    page = salon.request("GET", "/book/{salon}").body.decode()
    assert "+49 30 23125123" in page
    assert salon.events(f"location:{salon.north}")[-1] == ("location.phone_set", f"person:{salon.person_id('olga')}")
    assert save(salon, "")[0] == 204
    assert phone(salon) is None
    assert "+49 30 23125123" not in salon.request("GET", "/book/{salon}").body.decode()


@pytest.mark.parametrize("wrong", ["12", "call us", "+49 30 23125123 ext. 4", "<b>030</b>"])
def test_what_is_no_number_is_refused_and_nothing_changes(salon: Salon, wrong: str) -> None:
    save(salon, "+49 30 23125123")
    status, body = save(salon, wrong)
    said = decode(body, Problem)
    assert (status, said.type, said.field) == (422, "not_a_phone", "$.phone")
    assert phone(salon) == "+493023125123"


def test_it_takes_manage_team_there(salon: Salon) -> None:
    assert save(salon, "+49 30 23125123", "rita")[0] == 403
    assert save(salon, "+49 30 23125123", at="nowhere")[0] == 404
    assert phone(salon) is None
