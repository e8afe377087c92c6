"""UUIDv7 (RFC 9562): ids that sort by the time they were made."""

import random
import secrets
import uuid


def uuid7(now: int, entropy: bytes) -> str:
    """The canonical form for instant `now` (microseconds) and 10 bytes of entropy."""
    milliseconds = (now // 1000) & 0xFFFF_FFFF_FFFF
    value = milliseconds << 80 | int.from_bytes(entropy[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


class RandomIds:
    """Ids and secrets from the operating system."""

    def new(self, now: int) -> str:
        return uuid7(now, secrets.token_bytes(10))

    def secret(self, size: int) -> bytes:
        return secrets.token_bytes(size)


class SeededIds:
    """Repeatable ids for the simulator, the tests and the generators of data. Never for secrets of a real server."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose

    def new(self, now: int) -> str:
        return uuid7(now, self._random.randbytes(10))

    def secret(self, size: int) -> bytes:
        return self._random.randbytes(size)
