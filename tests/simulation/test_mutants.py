from pathlib import Path

import pytest

from tests.simulation import soak
from tests.simulation.mutation import NotPlanted, copy_sources, mutants, plant


@pytest.mark.timeout(900)
@pytest.mark.row("R3")
def test_every_planted_bug_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    missed = soak.main(["--mutants", "--seeds", "150"])
    assert not missed, capsys.readouterr().out


@pytest.mark.row("R3")
def test_every_mutant_fits_the_sources_as_they_are(tmp_path: Path) -> None:
    known = mutants()
    assert len(known) >= 10
    for mutant in known:
        tree = tmp_path / mutant.name
        copy_sources(tree)
        plant(mutant, tree)


def test_a_mutant_that_fits_no_more_is_said(tmp_path: Path) -> None:
    (mutant,) = mutants(["booked-times-are-free"])
    copy_sources(tmp_path)
    plant(mutant, tmp_path)
    with pytest.raises(NotPlanted, match="0 times"):
        plant(mutant, tmp_path)


def test_a_name_that_is_none_is_said() -> None:
    with pytest.raises(LookupError, match="nonsense"):
        mutants(["nonsense"])


def test_a_mutant_says_what_it_is() -> None:
    assert all(mutant.about and mutant.changes for mutant in mutants())
