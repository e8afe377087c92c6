"""`dev.py bench [--json] [P1 P4 ...]`: the figures beside their floors; 1 when any is not held.

Each figure is measured in a process of its own, so that none pays for, or shares the memory of, the one before.
"""

import json
import os
import subprocess
import sys

import msgspec

from tests.bench.figures import Figure
from tools.oneline import OneLineParser

MODULES = {
    "P1": "working",
    "P2": "working",
    "P3": "reminding",
    "P4": "syncing",
    "P5": "syncing",
    "P6": "working",
    "P8": "searching",
    "P9": "starting",
    "P10": "starting",
    "stalls": "stalling",
}
_MEASURE = (
    "import msgspec; from tests.bench import {module}; "
    "print(msgspec.json.encode({module}.{name}()).decode(), flush=True)"
)


class NotMeasured(Exception):
    """What measures a figure failed; its own words are on the screen."""


def measure(name: str) -> Figure:
    """One figure. Raises NotMeasured."""
    command = [sys.executable, "-c", _MEASURE.format(module=MODULES[name], name=name.lower())]
    environment = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.text.font.db=false", **os.environ}
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment, check=False)
    if answer.returncode != 0:
        raise NotMeasured(name)
    return msgspec.json.decode(answer.stdout.splitlines()[-1], type=Figure)


def main(arguments: list[str]) -> int:
    """Measures the named figures, or all, and prints each as soon as it is known; with --json one object at the end."""
    parser = OneLineParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("names", nargs="*", metavar="P1", help="which figures; all without")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in MODULES]:
        parser.error(f"no figure {unknown[0]}; there are {', '.join(MODULES)}")
    figures = []
    for name in given.names or MODULES:
        figures.append(measure(name))
        if not given.json:
            print(figures[-1], flush=True)
    if given.json:
        print(json.dumps({figure.name: figure.as_json() for figure in figures}))
    return 0 if all(figure.held for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
