"""The machine's clock, for whoever composes a process."""

import time


class MachineClock:
    """UTC microseconds from the operating system."""

    def now(self) -> int:
        return time.time_ns() // 1000
