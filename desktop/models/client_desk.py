"""What a receptionist does with clients: look, call, write, merge, erase, export; says what came of it (row N23)."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.cards import shown_name
from desktop.models.clients import Clients
from desktop.models.pending import Pending
from desktop.models.ports import Acts, ClientFiles, Feed, Opener, Toasts, client_entity
from desktop.models.reach import Reach
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.permissions import Permission, may_edit_clients
from domain.wire.actions import ActionAnswer, Done, Payload, Refusal, Refused
from domain.wire.clients import ClientHeld, EraseClient, LookAtClient, MergeClients


class ClientDesk(QObject):
    """One for the window. Everything takes a client's id, who may be gone since the button was drawn."""

    held = Signal(str, object)
    """How much is held on a client, a ClientHeld; None when the server could not be asked."""

    merged = Signal(str)
    """Two are one now: the id of who stays."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        opener: Opener,
        toasts: Toasts,
        clients: Clients,
        pending: Pending,
        salon: Salon,
        files: ClientFiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._toasts, self._files = acts, toasts, files
        self._reach = Reach(opener, toasts)
        self._clients, self._pending, self._salon = clients, pending, salon
        self._asked: dict[str, tuple[str, str]] = {}
        self._merging: dict[str, str] = {}
        self._exporting = ""
        feed.answered.connect(self._answered)

    def may_see(self) -> bool:
        """Whether the person may open this screen at all."""
        return self._anywhere(Permission.VIEW_CLIENTS)

    def why_not_edit(self) -> str:
        """Why she may not correct and merge; empty when she may."""
        person = self._salon.person()
        may = person is not None and any(may_edit_clients(grant.permissions) for grant in person.grants)
        return "" if may else sentences.not_permitted()

    def why_not_manage(self) -> str:
        """Why she may not export, erase and import; empty when she may."""
        return "" if self._anywhere(Permission.MANAGE_CLIENTS) else tr("This needs the permission Manage Clients.")

    def why_not_now(self) -> str:
        """Why what the server has to be asked for first cannot be done now."""
        return "" if self._pending.online else tr("This needs the connection to the server.")

    def look(self, client_id: str) -> None:
        """Her card is open: that leaves a trace (promise S10)."""
        if self._clients.get(client_id) is not None and self.may_see():
            self._acts.submit(LookAtClient(client_id), client_entity(client_id))

    def call(self, client_id: str) -> None:
        """Dial her number (row B16)."""
        row = self._clients.get(client_id)
        self._reach.call(row.phone if row else None)

    def write(self, client_id: str) -> None:
        """Begin a mail to her (row B16)."""
        row = self._clients.get(client_id)
        self._reach.mail(row.email if row else None)

    def ask_held(self, client_id: str) -> None:
        """Ask the server how much is held on her; `held` tells."""
        self._files.held(client_id, self._held)

    def merge(self, stays_id: str, gone_id: str) -> None:
        """Everything of the one goes to the other."""
        row = self._clients.get(gone_id)
        action_id = self._submit(MergeClients(stays_id, gone_id), stays_id, tr("{client} was merged."), row_id=gone_id)
        if row is not None and action_id:
            self._merging[action_id] = stays_id

    def erase(self, client_id: str) -> None:
        """Remove all that is held on her."""
        self._submit(EraseClient(client_id), client_id, tr("{client} was erased."))

    def export(self, client_id: str, path: Path) -> None:
        """Save all that is held on her."""
        self._exporting = str(path)
        self._files.export(client_id, path, self._exported)

    def forget(self, action_id: str) -> None:
        """The person has read why it was refused."""
        self._acts.forget(action_id)

    def _submit(self, payload: Payload, client_id: str, said: str, row_id: str = "") -> str:
        row = self._clients.get(row_id or client_id)
        if row is None:
            self._toasts.say(sentences.refusal(Refusal("client_unknown")))
            return ""
        action_id = self._acts.submit(payload, client_entity(client_id))
        self._asked[action_id] = shown_name(row.name), said
        return action_id

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        name, said = self._asked.pop(action_id, ("", ""))
        stays_id = self._merging.pop(action_id, "")
        if not name:
            return
        if isinstance(answer, Done):
            self._toasts.say(said.format(client=name))
            if stays_id:
                self.merged.emit(stays_id)
        elif isinstance(answer, Refused):
            self._acts.forget(action_id)
            self._toasts.say(tr("{client}: {reason}", client=name, reason=sentences.refusal(answer.refusal)))

    def _held(self, client_id: str, held: ClientHeld | None) -> None:
        self.held.emit(client_id, held)

    def _exported(self, why_not: str) -> None:
        self._toasts.say(why_not or tr("Saved to {place}", place=self._exporting))

    def _anywhere(self, permission: Permission) -> bool:
        person = self._salon.person()
        return person is not None and any(permission in grant.permissions for grant in person.grants)
