"""The models of one window with fakes behind them, put together as the composition root does it."""

from desktop.forms import Forms
from desktop.models.attention import Attention
from desktop.models.booking import BookingForm
from desktop.models.cards import Cards
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.noting import Noting
from desktop.models.offers import OfferDesk
from desktop.models.openings import Openings
from desktop.models.origin import of_draft
from desktop.models.pending import Pending
from desktop.models.ranking import Ranking
from desktop.models.salon import Salon
from desktop.models.sandbox import Sandbox
from desktop.models.today import Today
from desktop.models.waitlist import WaitlistModel
from desktop.models.waitlist_cards import WaitCards
from desktop.models.waitlist_desk import WaitlistDesk
from desktop.models.wishes import Wishes
from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.waitlist.page import WaitlistPage
from domain.wire.rows import DraftRow
from tests.gui.support.fakes import FakeActs, FakeClock, FakeColleagues, FakeFeed, FakeOpener, FakeSlots, FakeToasts
from tests.gui.support.rows import LINDEN


class Desk:
    """A receptionist's desk at Studio Linden, signed in and online."""

    def __init__(self) -> None:
        self.feed, self.clock = FakeFeed(), FakeClock()
        self.acts = FakeActs(self.feed)
        self.opener, self.toasts, self.slots = FakeOpener(), FakeToasts(), FakeSlots()
        self.salon, self.pending, self.drafts = Salon(self.feed), Pending(self.feed), DraftsModel(self.feed)
        wishes = self.wishes = Wishes(self.salon)
        self.cards = Cards(self.salon, self.pending, wishes)
        self.ranking = Ranking(self.drafts, self.salon, wishes, self.clock, "newest")
        self.followups = FollowUps(
            self.feed, self.acts, self.opener, self.toasts, self.drafts, self.pending, self.salon, self.clock
        )
        self.noting = Noting(
            self.feed, self.acts, self.toasts, self.drafts, self.followups, self.salon, self.clock, self.slots
        )
        self.clients, self.openings = Clients(self.feed), Openings(self.salon, self.clock)
        self.waitlist = WaitlistModel(self.feed, self.openings)
        self.waiting = WaitlistDesk(self.feed, self.acts, self.opener, self.toasts, self.waitlist, self.salon)
        self.offering = OfferDesk(
            self.feed,
            self.acts,
            self.toasts,
            self.waitlist,
            self.drafts,
            self.openings,
            wishes,
            self.pending,
            self.salon,
            self.clock,
        )
        self.colleagues = FakeColleagues()
        self.attention = Attention(self.colleagues, self.drafts, self.waitlist, self.salon, self.clock)
        self.forms = Forms(
            self.feed,
            self.acts,
            self.slots,
            self.toasts,
            self.salon,
            self.drafts,
            self.waitlist,
            self.clients,
            self.pending,
            self.clock,
            None,
        )
        self.today = Today(self.drafts, self.waitlist, self.salon, self.clock)
        self.sandbox = Sandbox(self.salon)
        self.feed.announce()
        self.drafts.show_location(LINDEN)
        self.waitlist.show_location(LINDEN)
        self.today.show_location(LINDEN)

    def panel(self) -> FollowUpsPanel:
        words = WaitCards(self.salon, self.pending, self.openings)
        salon, pending, attention = self.salon, self.pending, self.attention
        page = WaitlistPage(self.waitlist, words, self.waiting, attention, self.openings, pending, salon, self.clock)
        who, work = (self.drafts, self.cards, self.followups), (self.noting, attention, self.ranking)
        panel = FollowUpsPanel(*who, *work, pending, salon, self.clock, page)
        for offers in (panel, page):
            offers.offer_requested.connect(self.offering.offer)
            offers.withdraw_requested.connect(self.offering.withdraw)
        return panel

    def form(self, row: DraftRow) -> BookingForm:
        return self.forms.booking(of_draft(row))
