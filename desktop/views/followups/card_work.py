"""What can be noted on the cards of the Follow-ups panel, put together: strips after calls, lines of the menu, folds
and the windows that ask (rows N6, N7, N8).
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.models.calls import dismissal_words
from desktop.models.cards import shown_name
from desktop.models.drafts import DraftsModel
from desktop.models.noting import Noting
from desktop.models.salon import Salon
from desktop.models.snoozing import until_words
from desktop.texts import tr
from desktop.views.followups.ask import MomentDialog, SmallDialog, WhyDialog
from desktop.views.followups.call_outcome import CallStrip
from desktop.views.followups.card import CardWidget
from desktop.views.followups.folds import MOST, Aside, Folds
from desktop.views.followups.timeline import TimelineDrawer
from desktop.views.theme.menus import Menu
from domain.clock import Clock
from domain.times import instant, local
from domain.wire.rows import DraftRow
from domain.work import DismissReason


class CardWork(QObject):
    """One for the panel. `folds` is the strip that the panel puts at the end of its list."""

    focus_freed = Signal()
    """What had the focus is gone: the list takes it."""

    story_requested = Signal(str)
    """The story of a draft is to be told."""

    offer_requested = Signal(str)
    withdraw_requested = Signal(str)

    def __init__(self, noting: Noting, drafts: DraftsModel, salon: Salon, clock: Clock, panel: QWidget) -> None:
        super().__init__(panel)
        self._noting, self._drafts, self._salon, self._clock, self._panel = noting, drafts, salon, clock, panel
        self.folds, self.drawer = Folds(self._rows), TimelineDrawer(noting.story)
        self.folds.woken.connect(noting.wake)
        self.folds.reopened.connect(noting.reopen)
        self.folds.asked_why.connect(self.ask_why)
        noting.snooze_requested.connect(self.ask_moment)
        drafts.summary_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what stands aside as of now."""
        self.folds.show_aside(self._drafts.count_resting(), self._drafts.count_dismissed())

    def _rows(self, resting: bool) -> list[Aside]:
        now, person = self._clock.now(), self._salon.person()
        me = person.name if person else ""
        rows = self._drafts.resting() if resting else self._drafts.dismissed()

        def detail(row: DraftRow) -> str:
            zone = self._noting.zone(row)
            if resting:
                return until_words(row.snoozed_until or 0, now, zone)
            return dismissal_words(row.dismissal, now, zone, me)

        def asks_why(row: DraftRow) -> bool:
            return not resting and (row.dismissal is None or row.dismissal.reason is None)

        return [Aside(row.id, shown_name(row.client_name), detail(row), asks_why(row)) for row in rows[:MOST]]

    def made(self, card: CardWidget) -> None:
        """A card was added to the pool."""
        card.menu_opening.connect(lambda menu: self._add_lines(card, menu))
        card.strip_made.connect(lambda strip: self._listen(card, strip))
        card.focus_freed.connect(self.focus_freed)

    def open_story(self, draft_id: str) -> bool:
        """Have the drawer tell a draft's story; False when there is nothing to tell."""
        return self._noting.story.open(draft_id)

    def open_snooze_menu(self, card: CardWidget) -> None:
        """The moments until which a card may rest, at the card."""
        menu = Menu(card)
        self._add_rests(card, menu, numbered=True)
        card.show_menu(menu)

    def ask_moment(self, draft_id: str) -> None:
        """Day and time of one's own."""
        row = self._drafts.get(draft_id)
        if row is None:
            return
        zone = self._noting.zone(row)
        dialog = MomentDialog(
            shown_name(row.client_name),
            local(self._clock.now(), zone),
            lambda chosen: self._noting.snooze(draft_id, instant(chosen, zone)),
            self._panel,
        )
        self._show(dialog)

    def ask_why(self, draft_id: str) -> None:
        """The reasons of a dismissal, one key each."""
        row = self._drafts.get(draft_id)
        if row is None:
            return
        dialog = WhyDialog(shown_name(row.client_name), self._panel)
        dialog.chosen.connect(
            lambda reason, text: self._noting.explain(draft_id, DismissReason(reason), text),
        )
        self._show(dialog)

    def put_away(self) -> None:
        """The panel is not shown any more, perhaps because its person may not see it: nothing of it stays open."""
        for dialog in self._panel.findChildren(SmallDialog):
            dialog.close()
        self._noting.story.close()
        self.drawer.list.clear()

    def _show(self, dialog: SmallDialog) -> None:
        """One at a time."""
        for other in self._panel.findChildren(SmallDialog):
            if other is not dialog:
                other.close()
        dialog.show()

    def _listen(self, card: CardWidget, strip: CallStrip) -> None:
        strip.pressed.connect(lambda number: self._noting.press(card.draft_id, number))
        strip.noted.connect(lambda text: self._noting.note(card.draft_id, text))
        strip.taken_back.connect(lambda: self._noting.take_back(card.draft_id))
        strip.closed.connect(lambda: self._noting.close(card.draft_id))

    def _add_lines(self, card: CardWidget, menu: Menu) -> None:
        draft_id = card.draft_id
        self._add_rests(card, menu.add_menu(tr("Snooze")), numbered=False)
        menu.addAction(tr("How did a call go?")).triggered.connect(lambda: self._noting.ask(draft_id))
        if card.offers == "withdraw":
            menu.addAction(tr("Withdraw the offer")).triggered.connect(lambda: self.withdraw_requested.emit(draft_id))
        elif card.offers:
            menu.addAction(tr("Offer the time")).triggered.connect(lambda: self.offer_requested.emit(draft_id))
        told = menu.addAction(tr("What happened so far"))
        told.triggered.connect(lambda: self.story_requested.emit(draft_id))
        menu.addSeparator()

    def _add_rests(self, card: CardWidget, menu: Menu, *, numbered: bool) -> None:
        draft_id = card.draft_id
        for number, rest in enumerate(self._noting.rests(draft_id), 1):
            key = f"&{number}  " if numbered else ""
            text = rest.text if not rest.fault else tr("{when} (gone by then)", when=rest.text)
            line = menu.addAction(key + text.replace("&", "&&"))
            line.setEnabled(not rest.fault)
            line.triggered.connect(lambda _=False, until=rest.until: self._noting.snooze(draft_id, until))
        menu.addSeparator()
        menu.addAction(tr("Choose a time…")).triggered.connect(lambda: self.ask_moment(draft_id))
