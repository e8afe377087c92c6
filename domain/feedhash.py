"""The check that both ends make of a scope: an order-free sum over its rows, cheap to roll forward."""

from hashlib import blake2b

_MASK = (1 << 64) - 1


def row_hash(kind: str, row_id: str, number: int) -> int:
    """64 bits for one row as it is since `number`."""
    return int.from_bytes(blake2b(f"{kind}\0{row_id}\0{number}".encode(), digest_size=8).digest(), "big")


def add(total: int, row: int) -> int:
    """The scope's sum with a row in it."""
    return (total + row) & _MASK


def take(total: int, row: int) -> int:
    """The scope's sum without a row."""
    return (total - row) & _MASK


def text(total: int) -> str:
    """The sum as it travels: 16 hexadecimal digits."""
    return f"{total:016x}"
