"""Each contract is shown against the fake server and the real backend on both databases."""

from pathlib import Path

import pytest

from sync.desk import Desk
from tests.contract.desks import Desks
from tests.contract.real_salon import RealSalon
from tests.contract.salons import FakeSalon, Salon


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def salon(request: pytest.FixtureRequest, tmp_path: Path) -> Salon:
    if request.param == "fake":
        return FakeSalon()
    path = tmp_path / "deskbell.db" if request.param == "sqlite" else None
    return RealSalon(request.getfixturevalue(f"{request.param}_world"), path)


@pytest.fixture
def desks(salon: Salon, tmp_path: Path) -> Desks:
    return Desks(salon, tmp_path)


@pytest.fixture
def desk(desks: Desks) -> Desk:
    """One desk of the receptionist's, with all that she may see."""
    made = desks.open()
    made.engine.pull()
    return made
