from pathlib import Path

import pytest

from tests.simulation.mutation import NotPlanted, copy_sources, hunt, mutants, plant

QUICK = ("booked-times-are-free", "card-stays-while-client-is-back", "withdrawn-row-leaves-no-tombstone")
"""Those that the first seeds meet; `soak --mutants` hunts them all."""


@pytest.mark.timeout(600)
@pytest.mark.row("R3")
@pytest.mark.parametrize("name", QUICK)
def test_a_planted_bug_is_caught(name: str) -> None:
    (mutant,) = mutants([name])
    assert hunt(mutant, seeds=20)


@pytest.mark.row("R3")
def test_every_mutant_fits_the_sources_as_they_are(tmp_path: Path) -> None:
    known = mutants()
    assert len(known) >= 10
    for mutant in known:
        tree = tmp_path / mutant.name
        copy_sources(tree)
        plant(mutant, tree)


def test_a_mutant_that_fits_no_more_is_said(tmp_path: Path) -> None:
    (mutant,) = mutants([QUICK[0]])
    copy_sources(tmp_path)
    plant(mutant, tmp_path)
    with pytest.raises(NotPlanted, match="0 times"):
        plant(mutant, tmp_path)


def test_a_name_that_is_none_is_said() -> None:
    with pytest.raises(LookupError, match="nonsense"):
        mutants(["nonsense"])


def test_a_mutant_says_what_it_is() -> None:
    assert all(mutant.about and mutant.changes for mutant in mutants())
