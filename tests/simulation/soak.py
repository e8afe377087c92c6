"""`dev.py soak`: many seeds of the simulator on every core, the story of one, or the planted bugs.

soak --seeds 1000 --start 1      runs seeds 1 to 1000; 1 when any of them fails
soak --replay 42                 prints what happens in seed 42
soak --mutants [NAME ...]        plants each bug into a copy of the sources and shows that it is caught
"""

import multiprocessing
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed

from tests.simulation import mutation
from tests.simulation.world import Story, run
from tools.oneline import OneLineParser


def main(arguments: list[str]) -> int:
    """Does what the arguments say; 1 when something was found, or a planted bug was not."""
    options = _options(arguments)
    if options.replay is not None:
        return _replay(options.replay)
    if options.mutants is not None:
        return _mutants(options.mutants, options.seeds, options.jobs)
    return _soak(range(options.start, options.start + options.seeds), options.jobs, first=options.first)


def _options(arguments: list[str]) -> Namespace:
    parser = OneLineParser(prog="dev.py soak", description="Run the simulator of the sync engine and the backend.")
    parser.add_argument("--seeds", type=int, default=100, help="how many seeds, or the most for each planted bug")
    parser.add_argument("--start", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    parser.add_argument("--first", action="store_true", help="stop at the first seed that fails")
    parser.add_argument("--replay", type=int, metavar="SEED", help="print the story of one seed")
    parser.add_argument("--mutants", nargs="*", metavar="NAME", help="plant bugs, all or those named")
    options = parser.parse_args(arguments)
    try:
        options.mutants = None if options.mutants is None else mutation.mutants(options.mutants)
    except LookupError as error:
        parser.error(str(error))
    return options


def _replay(seed: int) -> int:
    story = run(seed)
    print("\n".join(story.lines))
    print(_summary(story))
    return 1 if story.failure else 0


def _summary(story: Story) -> str:
    return f"seed {story.seed}: {story.failure or 'converged'} (trace {story.digest}, {len(story.lines)} lines)"


def _soak(seeds: range, jobs: int, *, first: bool) -> int:
    began = time.perf_counter()
    failed = done = 0
    for story in stories(seeds, jobs):
        done += 1
        if story.failure:
            failed += 1
            print(_summary(story), flush=True)
            if first:
                break
    seconds = time.perf_counter() - began
    print(f"{done} seeds, {failed} failed, {done / seconds:.2f} seeds/s", flush=True)
    return 1 if failed else 0


def stories(seeds: range, jobs: int) -> Iterator[Story]:
    """What came of each seed, in the order in which they end."""
    if jobs <= 1:
        yield from (run(seed) for seed in seeds)
        return
    # Spawned, as on every system: nothing of this process is in a run.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(run, seed) for seed in seeds]
        try:
            yield from (future.result() for future in as_completed(futures))
        finally:
            pool.shutdown(cancel_futures=True)


def _mutants(wanted: list[mutation.Mutant], seeds: int, jobs: int) -> int:
    missed = 0
    with ThreadPoolExecutor(jobs) as pool:  # each hunt is a process of its own
        for mutant, caught in zip(wanted, pool.map(lambda one: mutation.hunt(one, seeds), wanted), strict=True):
            missed += caught is None
            print(f"{mutant.name}: {mutant.about}\n    {caught or f'NOT CAUGHT in {seeds} seeds'}", flush=True)
    print(f"{len(wanted) - missed} of {len(wanted)} planted bugs caught", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
