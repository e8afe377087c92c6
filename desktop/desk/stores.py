"""The two files of a desk, each opened on its own lane when it is first needed, with keys from the keychain."""

from pathlib import Path

from desktop.desk.files import UNREMEMBERED, copy_name
from desktop.desk.holder import Holder
from desktop.desk.means import Means
from desktop.desk.voice import Voice
from desktop.services.lanes import Lane
from sync.keychain import file_key
from sync.owner import Owner
from sync.store.cipher import delete
from sync.store.outbox import Outbox
from sync.store.replica import Replica


class Stores:
    """One person's copy, and the outbox of everybody who works at this desk."""

    def __init__(self, means: Means, owner: Owner, voice: Voice) -> None:
        self._means, self._owner, self._voice = means, owner, voice
        self.replica = Holder(Lane("replica", voice.trouble), self._open_replica, Replica.close)
        self.outbox = Holder(Lane("outbox", voice.trouble), self._open_outbox, self._close_outbox)

    def close(self, seconds: float) -> None:
        """Close the files after what was begun. One that does not come to its end is left to the process's."""
        self.outbox.close(seconds)
        self.replica.close(seconds)

    def _open_replica(self) -> Replica:
        key, path = self._file("replica", copy_name(self._owner))
        return Replica.open(path, key, self._owner)

    def _open_outbox(self) -> Outbox:
        key, path = self._file("outbox")
        outbox = Outbox.open(path, key)
        if outbox.lost is not None:
            self._voice.outbox_lost()
        return outbox

    def _close_outbox(self, outbox: Outbox) -> None:
        """One that no later process can read goes, unless somebody has to hear then that something was in it."""
        try:
            empty = self._means.forgets() and not outbox.needed()
        finally:
            outbox.close()
        if empty:
            delete(self._unremembered("outbox"))

    def _file(self, name: str, file: str = "") -> tuple[bytes, Path]:
        """A file's key and place. One whose key only this process knows lies beside the others, and begins anew."""
        file = file or name
        means, path = self._means, self._unremembered(file)
        known = means.memory.get(f"{name}-key") is not None
        if not known and path.exists():
            delete(path)
            if name == "outbox":
                self._voice.outbox_lost()
        key, remembered = file_key(means.keychain, means.ids, f"{name}-key")
        if remembered and not known:
            return key, means.folder / f"{file}.db"
        self._voice.not_remembered()
        return file_key(means.memory, means.ids, f"{name}-key")[0], path

    def _unremembered(self, file: str) -> Path:
        return self._means.folder / f"{file}{UNREMEMBERED}.db"
