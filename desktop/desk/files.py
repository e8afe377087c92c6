"""The names of a desk's files. Everybody who works at it has a copy of her own, so that she finds it again offline."""

from hashlib import blake2b
from pathlib import Path

from sync.owner import Owner
from sync.store.cipher import delete

UNREMEMBERED = "-not-remembered"
"""Ends the name of a file whose key only this process knows."""


def copy_name(owner: Owner) -> str:
    """The name, without its ending, of one person's copy; it does not say whose it is (promise S3)."""
    return f"replica-{blake2b(chr(0).join(owner).encode(), digest_size=8).hexdigest()}"


def forget_copies(folder: Path, owner: Owner) -> None:
    """Nothing of a person's copy stays, because she may not see anything there any more."""
    for ending in ("", UNREMEMBERED):
        delete(folder / f"{copy_name(owner)}{ending}.db")
