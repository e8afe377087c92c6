"""Settings' cards of who serves, of services and of bundles (row B24)."""

from desktop import sentences
from desktop.models.changing import Changing
from desktop.models.selling import Selling
from desktop.models.serving import Serving
from desktop.texts import tr
from desktop.views.settings.listing import ListCard, Listed
from domain.contacts import clean_text


class ServingCard(ListCard):
    """Who serves at the location."""

    def __init__(self, serving: Serving, changing: Changing) -> None:
        about = tr(
            "Whom clients are booked with at this location: what they do, when they work and when they are away."
        )
        super().__init__(tr("Who serves"), about, tr("Add someone"))
        self._serving, self._changing = serving, changing
        self.archived_toggled.connect(serving.show_archived)
        serving.changed.connect(self.refresh)
        changing.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show them as of now."""
        serving = self._serving
        why_not = "" if serving.may_change() else sentences.not_permitted()
        lines = [Listed(one.id, clean_text(one.name), one.about, one.archived) for one in serving.lines()]
        self.bind(
            lines,
            notice=self._changing.notice,
            why_not=why_not or _waits(self._changing),
            archived=serving.archived_count(),
        )


class ServicesCard(ListCard):
    """The services."""

    def __init__(self, selling: Selling, changing: Changing) -> None:
        about = tr("What clients can book. What is archived is not offered any more; appointments keep it.")
        super().__init__(tr("Services"), about, tr("Add a service"))
        self._selling, self._changing = selling, changing
        self.archived_toggled.connect(selling.show_archived)
        selling.changed.connect(self.refresh)
        changing.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show them as of now."""
        selling = self._selling
        lines = [Listed(one.id, clean_text(one.name), one.about, one.archived) for one in selling.services()]
        why_not = selling.why_not()
        self.bind(
            lines,
            notice=self._changing.notice or why_not,
            why_not=why_not or _waits(self._changing),
            archived=selling.archived_services(),
        )


class BundlesCard(ListCard):
    """The bundles. Archived ones are shown with archived services."""

    def __init__(self, selling: Selling, changing: Changing) -> None:
        super().__init__(tr("Bundles"), tr("Services that are sold together for one price."), tr("Add a bundle"))
        self._selling, self._changing = selling, changing
        self.archived_toggled.connect(selling.show_archived)
        selling.changed.connect(self.refresh)
        changing.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show them as of now."""
        selling = self._selling
        lines = [Listed(one.id, clean_text(one.name), one.about, one.archived) for one in selling.bundles()]
        why_not = selling.why_not() or _waits(self._changing)
        self.bind(lines, notice="", why_not=why_not, archived=selling.archived_bundles())
        self.with_archived.blockSignals(True)
        self.with_archived.setChecked(selling.with_archived)
        self.with_archived.blockSignals(False)


def _waits(changing: Changing) -> str:
    return tr("The server is being asked.") if changing.waits else ""
