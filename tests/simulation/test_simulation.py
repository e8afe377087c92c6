import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.simulation import soak
from tests.simulation.mutation import ROOT
from tests.simulation.world import Story, run

SEEDS = range(1, 101)
LONG = pytest.mark.timeout(900)
MUST_HAPPEN = (
    *("lose answer", "late", "twice", "cut", "login page", "content type", "status before", "status after"),
    *("dies", "is restored from the backup", "its clock is", "has no network", "has to sign in again"),
    *("leaves the desk to", "for another", "disables", "was told up to", "everything"),
    *("DismissDraft", "RestoreDraft", "SendReminder", "BookAppointment", "SetReminderChannels", "ReadNotices"),
    *("POST confirm -> 201", "POST confirm -> 409 slot_taken", "/review -> 200", "delivers email", "delivers sms"),
    *("Refused slot_taken", "Refused slot_unavailable", "Refused draft_gone", "Refused draft_converted"),
    *("writes STOP", "is brought again", "reports delivered", "reports undelivered"),
    *("Refused not_permitted", "Refused too_late", "Unknown", "switches upcoming_first"),
)


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return sorted(soak.stories(SEEDS, os.cpu_count() or 1), key=lambda story: story.seed)


@LONG
@pytest.mark.row("R2", "B2", "B4", "B6", "B8", "B18", "B19", "B23", "N2", "N3", "N10", "N11", "S4")
def test_a_hundred_seeds_converge_when_the_weather_clears(stories: list[Story]) -> None:
    assert [(story.seed, story.failure) for story in stories if story.failure] == []


@LONG
def test_the_runs_are_about_what_they_are_for(stories: list[Story]) -> None:
    told = "\n".join(line for story in stories for line in story.lines)
    assert [part for part in MUST_HAPPEN if part not in told] == []


def digest_elsewhere(seed: int, environment: Mapping[str, str]) -> str:
    code = f"from tests.simulation.world import run; print(run({seed}).digest)"
    argv = [sys.executable, "-c", code]
    ran = subprocess.run(argv, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True)
    return ran.stdout.decode().strip()


@pytest.mark.row("R2")
def test_the_same_seed_tells_the_same_story() -> None:
    here = run(7)
    assert run(7).lines == here.lines
    assert digest_elsewhere(7, {"PYTHONHASHSEED": "1"}) == here.digest
    assert digest_elsewhere(7, {"PYTHONHASHSEED": "2"}) == here.digest
    assert run(8).digest != here.digest
