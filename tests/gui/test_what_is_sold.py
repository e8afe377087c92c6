"""Settings, Services and bundles: the lists, and the forms over a service and a bundle."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.catalogue_pages import CataloguePages
from desktop.models.salon import Salon
from desktop.models.sold_forms import BundleForm, Form, ServiceForm, amount, written
from desktop.views.settings.catalogue import BundlesCard, ServicesCard
from desktop.views.settings.sold import BundleDialog, ServiceDialog
from desktop.views.shell.question import Question
from domain.permissions import Permission
from domain.wire.catalogue import SaveBundle, SaveItem, SaveService, SaveVariant
from domain.wire.rows import BundleItem, Grant, PersonRow
from tests.gui.support.fakes import FakeActs, FakeClock, FakeFeed, FakeOffice, FakeToasts
from tests.gui.support.rows import KANAL, LINDEN, SERVICES

pytestmark = pytest.mark.row("B24")

ALL = tuple(sorted(Permission))


def manager(*places: str) -> PersonRow:
    return PersonRow("p-1", "biz", "Studio Linden", "Ana", tuple(Grant(place, ALL) for place in places))


class Desk:
    def __init__(self, qtbot: QtBot, *places: str) -> None:
        self.feed, self.office = FakeFeed(), FakeOffice()
        self.salon, self.window = Salon(self.feed), QWidget()
        qtbot.addWidget(self.window)
        self.dialogs: list[QDialog] = []
        acts, toasts, clock = FakeActs(self.feed), FakeToasts(), FakeClock()
        self.pages = CataloguePages(self.office, acts, self.salon, toasts, clock, self.window, self.dialogs.append)
        self.page = self.pages.selling_page()
        self.page.setParent(self.window)
        (self.services,) = self.page.findChildren(ServicesCard)
        (self.bundles,) = self.page.findChildren(BundlesCard)
        self.feed.salon(manager(*(places or (LINDEN, KANAL))))

    def service(self, service_id: str = "svc-cut") -> ServiceForm:
        self.pages.edit_service(service_id)
        dialog = self.dialogs[-1]
        assert isinstance(dialog, ServiceDialog)
        return dialog.form

    def bundle(self, bundle_id: str = "bun-glow") -> BundleForm:
        self.pages.edit_bundle(bundle_id)
        dialog = self.dialogs[-1]
        assert isinstance(dialog, BundleDialog)
        return dialog.form


def test_a_service_is_saved_with_its_variants_as_they_were(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.service()
    form.set_price("54,50")
    form.submit()
    variants = (SaveVariant("v-short", "short", 45, 5200), SaveVariant("v-long", "long", 60, 6200))
    assert desk.office.changes() == [SaveService("svc-cut", "Cut & blow-dry", 45, 5450, "EUR", variants)]


def test_a_new_variant_can_be_taken_out_again_and_a_sold_one_is_archived(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.service()
    form.add_variant()
    assert form.wrong_with(2)
    form.remove_variant(2)
    form.remove_variant(0)
    form.submit()
    (asked,) = desk.office.changes()
    assert isinstance(asked, SaveService)
    assert [(one.id, one.archived) for one in asked.variants] == [("v-short", True), ("v-long", False)]


@pytest.mark.parametrize(
    ("minutes", "price", "good"),
    [
        ("45", "52", True),
        ("45", "0", True),
        ("0", "52", False),
        ("1441", "52", False),
        ("an hour", "52", False),
        ("\u0664\u0665", "52", False),
        ("45", "", False),
        ("45", "-1", False),
        ("45", "1.234,50", False),
        ("45", "52.005", False),
        ("45", "NaN", False),
        ("45", "1e99", False),
    ],
)
def test_what_cannot_be_a_length_or_a_price_is_said(qtbot: QtBot, minutes: str, price: str, good: bool) -> None:
    desk = Desk(qtbot)
    form = desk.service("svc-toner")
    form.set_minutes(minutes)
    form.set_price(price)
    assert (form.why_not() == "") is good
    form.submit()
    assert bool(desk.office.asked) is good


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("57", "EUR", 5700), (" 57,5 ", "EUR", 5750), ("57.05", "USD", 5705), ("570", "JPY", 570), ("5.7", "JPY", None)],
)
def test_prices_are_typed_with_a_point_or_a_comma(text: str, currency: str, minor: int | None) -> None:
    assert amount(text, currency) == minor


def test_a_price_is_written_so_that_it_can_be_typed() -> None:
    for minor in (0, 5, 5700, 99_999_99):
        assert amount(written(minor, "EUR"), "EUR") == minor


def test_refused_or_offline_the_form_stays_as_it_was(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.service("svc-toner")
    form.set_name("Toner deluxe")
    form.submit()
    desk.office.unreachable()
    assert form.changing.notice.startswith("The server could not be asked")
    form.submit()
    desk.office.refuse("currency_unknown", "$.currency")
    assert form.changing.notice == "None of your locations takes this currency."
    assert form.name == "Toner deluxe"
    assert form.why_not() == ""


def test_a_bundle_is_changed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.bundle()
    form.add_item(BundleItem("svc-cut", "v-long"))
    form.remove_item(0)
    form.submit()
    items = (SaveItem("svc-beard"), SaveItem("svc-cut", "v-long"))
    assert desk.office.changes() == [SaveBundle("bun-glow", "Glow", items, 4000, "EUR")]


def test_an_empty_bundle_is_none_and_a_member_that_is_not_sold_says_so(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.bundle()
    (toner,) = [row for row in SERVICES if row.id == "svc-toner"]
    desk.feed.put(msgspec.structs.replace(toner, archived=True))
    assert form.item_name(BundleItem("svc-toner")) == "Toner (not offered any more)"
    assert "Toner" not in {choice.name for choice in form.choices()}
    form.remove_item(0)
    form.remove_item(0)
    assert form.why_not() == "Choose at least one service."


def test_archiving_a_service_tells_which_bundles_go_with_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.show()
    desk.services.archive_requested.emit("svc-toner", True)
    question = desk.window.findChild(Question)
    assert question is not None
    assert "Glow" in question.label.text()
    question.lose.click()
    (asked,) = desk.office.changes()
    assert isinstance(asked, SaveService)
    assert (asked.id, asked.archived, asked.price) == ("svc-toner", True, 2400)
    desk.office.made()
    (toner,) = [row for row in SERVICES if row.id == "svc-toner"]
    desk.feed.put(msgspec.structs.replace(toner, archived=True))
    assert "Toner" not in [line.name for line in desk.pages.selling.services()]
    desk.services.with_archived.click()
    desk.services.archive_requested.emit("svc-toner", False)
    assert desk.office.changes()[-1] == replace_archived(asked)


def replace_archived(wish: SaveService) -> SaveService:
    return msgspec.structs.replace(wish, archived=False)


@pytest.mark.row("N25")
def test_the_catalogue_needs_the_permission_at_every_location(qtbot: QtBot) -> None:
    desk = Desk(qtbot, LINDEN)
    assert not desk.services.add.isEnabled()
    assert desk.services.notice.text()
    form = desk.service()
    form.submit()
    assert not desk.office.asked


def test_the_dialogs_pass_on_what_is_typed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.service()
    dialog = desk.dialogs[-1]
    assert isinstance(dialog, ServiceDialog)
    dialog.name.setText("Cut")
    dialog.minutes.setText("50")
    dialog.price.setText("60")
    row = dialog.variants.rows[0]
    row.name.setText("")
    row.name.textEdited.emit("")
    assert form.variants[0] == replace(form.variants[0], name="")
    assert not dialog.save.isEnabled()
    row.name.textEdited.emit("very short")
    row.minutes.textEdited.emit("40")
    assert form.variants[0] == Form("v-short", "very short", "40", "52.00", is_new=False)
    dialog.save.click()
    assert isinstance(desk.office.changes()[-1], SaveService)


def test_the_dialog_of_a_bundle_adds_and_removes(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.bundle()
    dialog = desk.dialogs[-1]
    assert isinstance(dialog, BundleDialog)
    box = dialog.items.adder
    box.activated.emit(box.findText("Balayage"))
    assert form.items[-1] == BundleItem("svc-balayage")
    dialog.items.rows[0].remove.click()
    assert len(form.items) == 2
    dialog.save.click()
    assert isinstance(desk.office.changes()[-1], SaveBundle)
