"""`dev.py bench [--json] [P1 P4 ...]`: the figures beside their floors; 1 when any is not held."""

import json
import os
import sys
from collections.abc import Callable

from tests.bench.figures import Figure
from tools.oneline import OneLineParser

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def measures() -> dict[str, Callable[[], Figure]]:
    """What measures each figure; loaded late, so that a wrong argument is told at once."""
    from tests.bench import starting, syncing, working  # noqa: PLC0415

    return {
        "P1": working.p1,
        "P2": working.p2,
        "P4": syncing.p4,
        "P5": syncing.p5,
        "P6": working.p6,
        "P9": starting.p9,
        "P10": starting.p10,
    }


NAMES = ("P1", "P2", "P4", "P5", "P6", "P9", "P10")


def main(arguments: list[str]) -> int:
    """Measures the named figures, or all, and prints each as soon as it is known; with --json one object at the end."""
    parser = OneLineParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("names", nargs="*", metavar="P1", help="which figures; all without")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in NAMES]:
        parser.error(f"no figure {unknown[0]}; there are {', '.join(NAMES)}")
    measure, figures = measures(), []
    for name in given.names or NAMES:
        figures.append(measure[name]())
        if not given.json:
            print(figures[-1], flush=True)
    if given.json:
        print(json.dumps({figure.name: figure.as_json() for figure in figures}))
    return 0 if all(figure.held for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
