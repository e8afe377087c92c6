"""The models of one window with fakes behind them, put together as the composition root does it."""

from desktop.models.booking import BookingForm
from desktop.models.cards import Cards
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.pending import Pending
from desktop.models.reminder_settings import ReminderSettings
from desktop.models.salon import Salon
from desktop.models.today import Today
from desktop.models.wishes import Wishes
from desktop.views.followups.panel import FollowUpsPanel
from domain.wire.rows import DraftRow
from tests.gui.support.fakes import FakeActs, FakeClock, FakeFeed, FakeOpener, FakeSlots, FakeToasts
from tests.gui.support.rows import LINDEN


class Desk:
    """A receptionist's desk at Studio Linden, signed in and online."""

    def __init__(self) -> None:
        self.feed, self.clock = FakeFeed(), FakeClock()
        self.acts = FakeActs(self.feed)
        self.opener, self.toasts, self.slots = FakeOpener(), FakeToasts(), FakeSlots()
        self.salon, self.pending, self.drafts = Salon(self.feed), Pending(self.feed), DraftsModel(self.feed)
        self.cards = Cards(self.salon, self.pending, Wishes(self.salon))
        self.followups = FollowUps(
            self.feed, self.acts, self.opener, self.toasts, self.drafts, self.pending, self.salon, self.clock
        )
        self.today = Today(self.drafts, self.salon, self.clock)
        self.settings = ReminderSettings(self.acts, self.pending, self.salon)
        self.feed.announce()
        self.drafts.show_location(LINDEN)
        self.today.show_location(LINDEN)

    def panel(self) -> FollowUpsPanel:
        return FollowUpsPanel(self.drafts, self.cards, self.followups, self.pending, self.salon, self.clock)

    def form(self, row: DraftRow) -> BookingForm:
        return BookingForm(
            row,
            self.feed,
            self.acts,
            self.slots,
            self.toasts,
            self.salon,
            self.drafts,
            self.pending,
            self.clock,
        )
