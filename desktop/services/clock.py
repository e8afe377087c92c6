"""The machine's clock."""

import time


class SystemClock:
    """Tells the time in UTC microseconds."""

    def now(self) -> int:
        return time.time_ns() // 1000
