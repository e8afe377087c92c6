"""The names of a desk's files. Everybody who works at it has a copy of her own, so that she finds it again offline."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from sync.errors import StoreFailed
from sync.owner import Owner
from sync.store.cipher import delete

UNREMEMBERED = "-not-remembered"
"""Ends the name of a file whose key only this process knows."""


def copy_name(owner: Owner) -> str:
    """The name, without its ending, of one person's copy; it does not say whose it is (promise S3)."""
    return f"replica-{blake2b(chr(0).join(owner).encode(), digest_size=8).hexdigest()}"


def forget_strangers(folder: Path, known: Iterable[Owner]) -> None:
    """Nothing stays of the copy of anybody else, such as of one whose session has ended and who went without a word."""
    kept = {f"{copy_name(owner)}{ending}.db" for owner in known for ending in ("", UNREMEMBERED)}
    for path in folder.glob("replica-*.db"):
        if path.name not in kept:
            with suppress(StoreFailed):  # it is tried again when somebody signs in the next time
                delete(path)


def forget_copies(folder: Path, owner: Owner) -> None:
    """Nothing of a person's copy stays, because she may not see anything there any more."""
    for ending in ("", UNREMEMBERED):
        delete(folder / f"{copy_name(owner)}{ending}.db")
