"""The clients' screen with the dialogs that open over it (row N23)."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from desktop.models.cards import shown_name
from desktop.models.client_card import ClientCards
from desktop.models.client_choice import ClientChoice
from desktop.models.client_desk import ClientDesk
from desktop.models.client_form import ClientForm
from desktop.models.client_import import ClientImport
from desktop.models.client_list import ClientList
from desktop.models.client_merge import ClientMerge, held_words
from desktop.models.client_twins import ClientTwins
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.pending import Pending
from desktop.models.ports import Acts, ClientFiles, Feed, Opener, Toasts
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import listed, ntr, tr
from desktop.views.clients.screen import ClientsScreen
from desktop.views.shell.question import Question
from domain.clock import Clock
from domain.permissions import MAY_ADD_CLIENTS
from domain.wire.clients import ClientHeld, EditClient
from domain.wire.rows import ClientRow, LocationRow


class ClientsPlace(QObject):
    """`screen` is the page. What concerns booking and the waitlist is passed on."""

    book_requested = Signal(str)
    wait_requested = Signal(str)
    happening_requested = Signal(str, str)
    added = Signal(str)
    """Somebody is on file now, and her card may be seen."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        opener: Opener,
        toasts: Toasts,
        files: ClientFiles,
        clients: Clients,
        salon: Salon,
        drafts: DraftsModel,
        waitlist: WaitlistModel,
        pending: Pending,
        clock: Clock,
        window: QWidget | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._feed, self._acts, self._toasts, self._files = feed, acts, toasts, files
        self._clients, self._salon, self._pending, self._window = clients, salon, pending, window
        self._location_id: str | None = None
        self._erasing = self._expected = ""
        clients.changed.connect(self._show_added)
        self._open: list[QDialog] = []
        self.desk = ClientDesk(feed, acts, opener, toasts, clients, pending, salon, files, self)
        self.listed = ClientList(feed, clients, self)
        self.cards = ClientCards(clients, salon, drafts, waitlist, pending, clock)
        self.twins = ClientTwins(clients, self)
        self.screen = ClientsScreen(clients, self.listed, self.cards, self.twins, self.desk, pending, salon)
        card = self.screen.card
        card.book_requested.connect(self.book_requested)
        card.wait_requested.connect(self.wait_requested)
        card.happening_requested.connect(self.happening_requested)
        card.call_requested.connect(self.desk.call)
        card.write_requested.connect(self.desk.write)
        card.forget_requested.connect(self.desk.forget)
        card.edit_requested.connect(self.edit)
        card.again_requested.connect(self.edit)
        card.merge_requested.connect(self.merge)
        card.export_requested.connect(self.export)
        card.erase_requested.connect(self.erase)
        self.screen.import_requested.connect(self.bring)
        self.screen.new_requested.connect(self.add)
        self.screen.twins_requested.connect(self.compare)
        self.desk.held.connect(self._held)
        self.desk.merged.connect(self._merged)

    def show_location(self, location_id: str | None, *, together: bool = False) -> None:
        """What is done from a card is done at this location; `together` with others that are seen."""
        self._location_id = location_id
        self.cards.here = None if together else location_id
        why_not = "" if self.may_add() else tr("You are not allowed to do this here.")
        self.screen.allow(why_not_book=why_not, why_not_add=why_not)

    def may_add(self) -> bool:
        """Whether the person may put somebody on file where she is; so far that is also who may book."""
        at = self._location_id
        return at is not None and any(self._salon.may(one, at) for one in MAY_ADD_CLIENTS)

    def close(self) -> None:
        """Nothing of it stays over the window."""
        for dialog in filter(isValid, self._open):
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()

    def edit(self, client_id: str, again: EditClient | None = None) -> None:
        """Opens the form over a client; `again` is a change that was refused."""
        from desktop.views.clients.edit import ClientDialog  # noqa: PLC0415 - the first paint goes without

        row = self._clients.get(client_id)
        if row is not None and self._location_id is not None:
            self._show(ClientDialog(self._form(self._location_id, row, again), self._window))

    def add(self, typed: str = "") -> None:
        """Opens the form over somebody who is not on file yet; `typed` is her number if it is one, else her name."""
        from desktop.views.clients.edit import ClientDialog  # noqa: PLC0415 - see above

        if self._location_id is None or not self.may_add():
            self._toasts.say(tr("You are not allowed to do this here."))
            return
        form = self._form(self._location_id)
        form.begin_with(typed)
        dialog = ClientDialog(form, self._window)
        form.finished.connect(lambda: self._added(form.client_id))
        dialog.opened.connect(self.screen.open)
        self._show(dialog)

    def compare(self) -> None:
        """Opens the list of those who may be on file twice."""
        from desktop.views.clients.twins import TwinsDialog  # noqa: PLC0415 - see above

        dialog = TwinsDialog(self.twins, self._clients, self._window)
        dialog.merge_requested.connect(lambda first, second: self.merge(first, second, dialog))
        self._show(dialog)

    def merge(self, client_id: str, other_id: str = "", over: QWidget | None = None) -> None:
        """Opens the dialog in which two become one, `over` another one if it was asked for there."""
        from desktop.views.clients.merge import MergeDialog  # noqa: PLC0415 - see above

        if self._location_id is None or self._clients.get(client_id) is None:
            return
        choice = ClientChoice(self._location_id, self._feed, self._acts, self._clients, self._pending, self._salon)
        if other_id:
            choice.choose(other_id)
        self._show(MergeDialog(ClientMerge(client_id, self._clients, self.desk, choice), over or self._window))

    def bring(self) -> None:
        """Opens the dialog that imports a file."""
        from desktop.views.clients.importing import ImportDialog  # noqa: PLC0415 - see above

        place = self._salon.get(LocationRow, self._location_id)
        why_not = self.desk.why_not_manage() or self.desk.why_not_now()
        if place is None or why_not:
            self._toasts.say(why_not or tr("You are not allowed to do this here."))
            return
        model = ClientImport(place.region, self._clients, self._files, self._toasts)
        self._show(ImportDialog(model, self._window))

    def export(self, client_id: str) -> None:
        """Asks where to save all that is held on her."""
        row, why_not = self._clients.get(client_id), self.desk.why_not_now()
        if row is None or why_not:
            self._toasts.say(why_not or tr("This client is not on file any more."))
            return
        kinds = tr("For programs, with a text beside it (*.json)")
        dialog = QFileDialog(self._window, tr("Save all that is held"), "", kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{_file_name(row.name)}.json")
        dialog.fileSelected.connect(lambda path: self.desk.export(client_id, Path(path)))
        self._show(dialog)

    def erase(self, client_id: str) -> None:
        """Asks the server how much there is, and then the person."""
        why_not = self.desk.why_not_now()
        if why_not:
            self._toasts.say(why_not)
            return
        self._erasing = client_id
        self.desk.ask_held(client_id)

    def _form(self, location_id: str, row: ClientRow | None = None, again: EditClient | None = None) -> ClientForm:
        return ClientForm(
            row,
            location_id,
            self._feed,
            self._acts,
            self._toasts,
            self._clients,
            self._pending,
            self._salon,
            again,
        )

    def _added(self, client_id: str) -> None:
        """Her card is what comes next, where cards may be seen: as soon as the desk's own copy has her."""
        self.screen.search.clear()
        self._expected = client_id
        self._show_added()

    def _show_added(self) -> None:
        if self._expected and self._clients.get(self._expected) is not None:
            client_id, self._expected = self._expected, ""
            if self.desk.may_see():
                self.added.emit(client_id)

    def _held(self, client_id: str, held: ClientHeld | None) -> None:
        if client_id != self._erasing:
            return
        self._erasing = ""
        row = self._clients.get(client_id)
        if held is None or row is None:
            self._toasts.say(tr("The server was not reached."))
            return
        question = Question(_warning(shown_name(row.name), held), tr("Erase"), tr("Keep"), self._window)
        question.accepted.connect(lambda: self.desk.erase(client_id))
        self._show(question)

    def _merged(self, client_id: str) -> None:
        if self.screen.shown_id():
            self.screen.open(client_id)

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Those that were closed are only let go of here: not in the middle of telling that they close.
        self._open = [*filter(isValid, self._open), dialog]
        dialog.open()


def _warning(name: str, held: ClientHeld) -> str:
    words = held_words(held)
    told = [tr("Erase {client}?", client=name)]
    if words:
        told.append(tr("Besides name and contact, there are: {what}.", what=listed(words)))
    if held.coming:
        told.append(
            ntr("{count} coming appointment is cancelled.", "{count} coming appointments are cancelled.", held.coming)
        )
    told.append(tr("Appointments stay as figures without a name. This cannot be undone."))
    return " ".join(told)


def _file_name(name: str) -> str:
    """A name that every system takes for a file."""
    kept = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in shown_name(name))
    return " ".join(kept.split())[:60] or "client"
