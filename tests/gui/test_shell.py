"""Rail, bar, toasts and theme."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Connection, Link
from desktop.texts import tr, use_language
from desktop.views.booking.fields import Chooser, NotesField
from desktop.views.shell.bar import Bar, connection_words
from desktop.views.shell.rail import Place
from desktop.views.shell.toasts import ToastCorner
from desktop.views.shell.window import Shell, TellingPage, Window
from desktop.views.theme.colours import DARK, LIGHT, Colours, colours_of
from desktop.views.theme.labels import Label
from desktop.views.theme.palette import Theme, ThemeChoice
from desktop.views.theme.surfaces import Field, Surface
from desktop.views.theme.text_box import TextBox
from desktop.views.theme.tick import OneOf, Tick
from domain.constants import HOUR, MINUTE, SECOND
from tests.gui.support.rows import LOCATIONS, NOW, ZONE

PLACES = [Place("today", "today", "Today"), Place("followups", "follow-ups", "Follow-ups")]


def shell(qtbot: QtBot) -> Shell:
    made = Shell(PLACES, {place.name: QWidget() for place in PLACES})
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.mark.row("B18")
def test_the_rail_has_only_what_may_be_opened(qtbot: QtBot) -> None:
    made = shell(qtbot)
    made.allow(["today", "followups"])
    made.open("followups")
    made.allow(["today"])
    assert not made.rail.entry("followups").isVisible()
    assert made.current() == "today"
    made.allow([])
    assert made.current() is None
    made.allow(["followups"])
    assert made.current() == "followups"


@pytest.mark.row("B5", "N14")
def test_a_badge_is_said_to_screen_readers_too(qtbot: QtBot) -> None:
    made = shell(qtbot)
    entry = made.rail.entry("followups")
    entry.wait(3)
    assert entry.accessibleName() == "Follow-ups, 3 waiting"
    entry.wait(0)
    assert entry.accessibleName() == "Follow-ups"


@pytest.mark.row("N3")
@pytest.mark.parametrize(
    ("connection", "said"),
    [
        (Connection(Link.LIVE, NOW), "Live"),
        (Connection(Link.LIVE, NOW, waiting=1, waiting_since=NOW - SECOND), "Live"),
        (Connection(Link.LIVE, NOW, waiting=1, waiting_since=NOW - MINUTE), "Live, 1 action waiting"),
        (Connection(Link.CONNECTING, NOW), "Connecting"),
        (Connection(Link.OFFLINE, NOW - HOUR), "Offline since 12:14"),
        (Connection(Link.OFFLINE, NOW - HOUR, waiting=1), "Offline since 12:14, 1 action waiting"),
        (Connection(Link.OFFLINE, NOW - HOUR, waiting=3), "Offline since 12:14, 3 actions waiting"),
    ],
)
def test_the_connection_is_said_in_words(connection: Connection, said: str) -> None:
    assert connection_words(connection, NOW, ZONE)[0] == said


@pytest.mark.row("N20", "N3")
def test_the_connection_in_german() -> None:
    use_language(["de"])
    words = connection_words(Connection(Link.OFFLINE, NOW - HOUR, waiting=3), NOW, ZONE)[0]
    assert words == "Offline seit 12:14, 3 Aktionen warten"


@pytest.mark.row("N3")
def test_what_could_not_be_done_is_a_button(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.show_connection(Connection(Link.LIVE, NOW, refused=2), NOW, ZONE)
    assert bar.refusals.text() == "2 could not be done"
    with qtbot.waitSignal(bar.refusals_pressed):
        bar.refusals.click()
    bar.show_connection(Connection(Link.LIVE, NOW), NOW, ZONE)
    assert bar.refusals.isHidden()


def test_the_location_is_named_and_can_be_changed(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.location.show_locations(LOCATIONS, LOCATIONS[0].id)
    assert bar.location.text() == LOCATIONS[0].name
    with qtbot.waitSignal(bar.location_chosen) as chosen:
        bar.location.menu().actions()[1].trigger()
    assert chosen.args == [LOCATIONS[1].id]
    bar.location.show_locations(LOCATIONS[:1], LOCATIONS[0].id)
    assert not bar.location.isEnabled()


@pytest.mark.row("N8", "N14")
def test_a_toast_offers_undo_and_goes_with_it(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(900, 600)
    place.show()
    corner, undone = ToastCorner(place), []
    corner.say("Sarah's booking was dismissed.", lambda: undone.append(1))
    toast = corner.current()
    assert toast is not None
    assert toast.label.text() == "Sarah's booking was dismissed."
    toast.buttons[0].click()
    assert undone == [1]
    assert corner.current() is None


@pytest.mark.row("N14")
def test_a_toast_covers_no_button(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(900, 600)
    buttons = [QPushButton("Dismiss", place) for _ in range(4)]
    for number, button in enumerate(buttons):
        button.setGeometry(500, 555 - number * 180, 380, 40)
    place.show()
    corner = ToastCorner(place)
    corner.say("It happened.")
    toast = corner.current()
    assert toast is not None
    assert not any(toast.geometry().intersects(button.geometry()) for button in buttons)
    buttons[0].setGeometry(QRect(toast.pos() + QPoint(4, 4), buttons[0].size()))
    qtbot.waitUntil(lambda: not toast.geometry().intersects(buttons[0].geometry()))


@pytest.mark.row("N20")
def test_widgets_follow_the_theme(qtbot: QtBot, qapp: QApplication, dressed: Theme) -> None:
    page, label = QWidget(), Label("Live")
    label.setParent(page)
    label.hide()
    qtbot.addWidget(page)
    page.show()
    assert colours_of(label) is LIGHT
    dressed.choose("dark")
    qtbot.waitUntil(lambda: colours_of(label) is DARK)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.1."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("window", "surface", "hover", "chosen")
PAIRS = [(ink, ground) for ink in ("text", "quiet") for ground in GROUNDS]
PAIRS += [(ink, ground) for ink in ("good", "amber_text", "red_text", "action") for ground in ("window", "surface")]
PAIRS += [
    ("on_action", "action"),
    ("amber_text", "amber_field"),
    ("red_text", "red_field"),
    ("on_amber_edge", "amber_edge"),
    ("on_red_edge", "red_edge"),
    ("surface", "text"),
    ("text", "booked_field"),
    ("booked_quiet", "booked_field"),
    ("text", "arrived_field"),
    ("amber_field", "amber_text"),
]


@pytest.mark.row("N20")
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_every_ground(colours: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.row("N14", "N20")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "make",
    [
        lambda: Tick("Words"),
        lambda: OneOf("Words"),
        lambda: Field(name="Words"),
        lambda: Chooser("Words"),
        lambda: NotesField("Words", 9),
        lambda: TextBox("Words"),
    ],
    ids=["box", "one of several", "field", "chooser", "notes", "text"],
)
def test_what_waits_to_be_filled_in_can_be_seen(
    qtbot: QtBot, dressed: Theme, make: Callable[[], QWidget], theme: ThemeChoice
) -> None:
    dressed.choose(theme)
    ground, box = Surface(), make()
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    QVBoxLayout(ground).addWidget(box)
    qtbot.addWidget(ground)
    ground.show()
    colours = colours_of(box)
    picture = box.grab().toImage()
    row = picture.height() // 2
    edges = [picture.pixelColor(x, row).name().upper() for x in range(16)]
    assert max(contrast(edge, colours.surface) for edge in edges) >= 3


@pytest.mark.row("S6")
def test_labels_show_markup_as_it_is_written(qtbot: QtBot) -> None:
    name = "<b>Bobby</b> & <img src=x>"
    label = Label(name, elide=True)
    qtbot.addWidget(label)
    assert label.text() == name
    assert label.textFormat().name == "PlainText"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_that_tells_something_shows_all_of_it(qtbot: QtBot, language: str) -> None:
    use_language([language])
    window = Window()
    qtbot.addWidget(window)
    page = TellingPage(tr("Your account may not open anything here. Ask who manages your salon."))
    window.show_page(page)
    window.resize(960, 640)
    window.show()
    needed = page.label.fontMetrics().boundingRect(
        QRect(0, 0, page.label.width(), 1000), Qt.TextFlag.TextWordWrap, page.label.text()
    )
    assert page.label.height() >= needed.height()


def test_the_undo_key_takes_back_what_the_toast_offers(qtbot: QtBot) -> None:
    window = Window()
    undone: list[str] = []
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.toasts.say("Nora Nowak's incomplete booking was dismissed.", lambda: undone.append("dismissal"))
    for _ in range(2):
        QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Undo))
        QApplication.processEvents()
    assert undone == ["dismissal"]


def test_the_window_opens_within_the_screen(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    assert window.height() <= max(640, room.height())
    assert window.width() <= max(960, room.width())
