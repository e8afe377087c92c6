"""What a signed-in person's screens show and do: the models, over the signals and the means of her desk."""

from PySide6.QtCore import QObject

from desktop.models.appointments import Appointments
from desktop.models.attention import Attention
from desktop.models.cards import Cards
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.notices import Notices
from desktop.models.noting import Noting
from desktop.models.offers import OfferDesk
from desktop.models.openings import Openings
from desktop.models.pending import Pending
from desktop.models.places import Places
from desktop.models.ports import Acts, Colleagues, Feed, Opener, Questions, Toasts
from desktop.models.ranking import Ranking
from desktop.models.salon import Salon
from desktop.models.scheduler import Scheduler
from desktop.models.today import Today
from desktop.models.waitlist import WaitlistModel
from desktop.models.waitlist_cards import WaitCards
from desktop.models.waitlist_desk import WaitlistDesk
from desktop.models.wishes import Wishes
from domain.clock import Clock


class DeskModels:
    """Made in the order in which they hear the feed; `parent` takes them away."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        slots: Questions,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        location_id: str,
        colleagues: Colleagues,
        order: str,
        parent: QObject,
    ) -> None:
        """`location_id` is where she was last, `order` how she has her cards sorted."""
        self.places = Places(location_id)
        salon = self.salon = Salon(feed, parent)
        pending = self.pending = Pending(feed, parent)
        drafts = self.drafts = DraftsModel(feed, parent=parent)
        drafts.tick(clock.now())
        pending.link_changed.connect(lambda: drafts.tick(clock.now(), heard=pending.online))
        self.clients, self.openings = Clients(feed, parent), Openings(salon, clock, parent)
        self.waitlist = WaitlistModel(feed, self.openings, parent)
        self.waiting = WaitlistDesk(feed, acts, opener, toasts, self.waitlist, salon, parent)
        self.attention = Attention(colleagues, drafts, self.waitlist, salon, clock, parent)
        self.notices = Notices(feed, salon, drafts, self.waitlist, self.clients, parent)
        wishes = Wishes(salon, parent)
        self.ranking = Ranking(drafts, salon, wishes, clock, order, parent)
        self.cards = Cards(salon, pending, wishes)
        self.offering = OfferDesk(
            feed, acts, toasts, self.waitlist, drafts, self.openings, wishes, pending, salon, clock, parent
        )
        self.followups = FollowUps(feed, acts, opener, toasts, drafts, pending, salon, clock, parent)
        self.noting = Noting(feed, acts, toasts, drafts, self.followups, salon, clock, slots, parent)
        self.today = Today(drafts, self.waitlist, salon, clock, parent)
        self.scheduler = Scheduler(drafts, pending, salon, clock, parent)
        self.appointments = Appointments(feed, acts, toasts, pending, salon, clock, parent)
        self.wait_cards = WaitCards(salon, pending, self.openings)
