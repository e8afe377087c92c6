"""Links of every purpose: each opens its own subject at its own salon, and nothing else."""

from typing import get_args

import pytest

from backend.messages import links
from backend.messages.links import Purpose
from tests.support.salon import Salon
from tests.support.server import PUBLIC_URL


def made(salon: Salon, purpose: Purpose, subject: str) -> str:
    with salon.database.write() as unit:
        address = links.make_link(unit, PUBLIC_URL, salon.slug, salon.business_id, purpose, subject)
    begin, token = address.rsplit("/", 1)
    assert begin == f"{PUBLIC_URL}/book/{salon.slug}/{purpose}"
    return token


@pytest.mark.row("S2", "B9")
def test_a_link_is_good_for_its_purpose_and_its_salon_only(salon: Salon) -> None:
    tokens = {purpose: made(salon, purpose, f"{purpose}:1") for purpose in get_args(Purpose)}
    with salon.database.read() as unit:
        for purpose, token in tokens.items():
            opened = {other: links.linked(unit, salon.business_id, other, token) for other in tokens}
            assert opened == {other: f"{purpose}:1" if other == purpose else None for other in tokens}
            assert links.linked(unit, "another salon", purpose, token) is None
    assert salon.mentions(*tokens.values()) == set()


@pytest.mark.row("S2", "S7")
def test_what_nobody_made_opens_nothing(salon: Salon) -> None:
    token = made(salon, "manage", "appointment:1")
    with salon.database.read() as unit:
        for wrong in ("", token[:-1], token + "A", "A" * 100_000, "\x00", "ü"):
            assert links.linked(unit, salon.business_id, "manage", wrong) is None


@pytest.mark.row("S2", "S3")
def test_links_go_with_their_subject_and_follow_a_client_who_is_merged(salon: Salon) -> None:
    one, other = made(salon, "preferences", "client:1"), made(salon, "manage", "appointment:1")
    with salon.database.write() as unit:
        links.give(unit, salon.business_id, "client:1", "client:2")
        links.forget(unit, salon.business_id, "appointment:1")
        assert links.linked(unit, salon.business_id, "preferences", one) == "client:2"
        assert links.linked(unit, salon.business_id, "manage", other) is None
