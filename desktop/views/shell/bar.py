"""The bar at the top: where one is, how the desk stands to its server in words, the bell, and who is signed in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from desktop.models.places import ALL
from desktop.models.ports import Connection, Link
from desktop.sentences import waiting
from desktop.texts import LANGUAGES, in_a_row, initials, mark, moment, ntr, tr
from desktop.views.search.field import SearchField
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import Weight, sized
from desktop.views.theme.icons import draw_icon
from desktop.views.theme.key_names import LOCK_KEYS, key_name
from desktop.views.theme.labels import DotLabel, Label
from desktop.views.theme.menus import Menu, open_under
from desktop.views.theme.palette import CHOICES
from desktop.views.theme.surfaces import Ground
from domain.constants import SECOND
from domain.wire.rows import LocationRow

HEIGHT = 56
_AT_ONCE = 5 * SECOND
"""So long a live server may take to answer before it is said that something waits."""

THEMES = {"system": mark("Like the system"), "light": mark("Light"), "dark": mark("Dark")}


def connection_words(connection: Connection, now: int, zone: str) -> tuple[str, str]:
    """How the desk stands to its server, and the colour role of it: `Offline since 14:02, 3 actions waiting`."""
    words = {Link.LIVE: tr("Live"), Link.CONNECTING: tr("Connecting"), Link.SIGNED_OUT: tr("Signed out by the server")}
    role = {Link.LIVE: "good", Link.CONNECTING: "quiet"}.get(connection.link, "amber_text")
    text = words.get(connection.link)
    if text is None:
        text = tr("Offline since {time}", time=moment(connection.since, now, zone))
    late = connection.link is not Link.LIVE or now - connection.waiting_since > _AT_ONCE
    if connection.waiting and late:
        role = "amber_text" if connection.link is Link.LIVE else role
        text = tr("{state}, {waiting}", state=text, waiting=waiting(connection.waiting))
    return text, role


class BellButton(QAbstractButton):
    """The bell, with the number of lines that are new."""

    def __init__(self) -> None:
        super().__init__()
        self._fresh = 0
        self.setFixedSize(36, 36)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_fresh(0)

    def show_fresh(self, count: int) -> None:
        """Shows how many lines are new."""
        self._fresh = count
        text = ntr("{count} new notification", "{count} new notifications", count) if count else tr("Notifications")
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def fresh(self) -> int:
        return self._fresh

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, "bell", colours.text, QRectF(7, 8, 22, 22))
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("action"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        if not self._fresh:
            return
        text = str(self._fresh) if self._fresh < 100 else "99+"
        painter.setFont(sized(self.font(), 10, Weight.Bold))
        width = max(15, painter.fontMetrics().horizontalAdvance(text) + 8)
        place = placed(self, QRectF(min(19, 36 - width), 2, width, 15))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("red_edge"))
        painter.drawRoundedRect(place, 7.5, 7.5)
        painter.setPen(colours.colour("on_red_edge"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class PersonButton(QAbstractButton):
    """Who is signed in, by initials; opens her menu."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(32, 32)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def name(self, name: str) -> None:
        """Shows another person."""
        self.setText(initials(name))
        self.setAccessibleName(tr("Signed in as {name}", name=name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(32, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour("action"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("chosen"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(colours.colour("text"))
        painter.setFont(sized(self.font(), 11, Weight.DemiBold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class LocationButton(QAbstractButton):
    """The location that is shown, always named; with more than one a menu to change it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(sized(self.font(), 13, Weight.DemiBold))
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menu = Menu(self)
        self._others: tuple[LocationRow, ...] = ()
        self.clicked.connect(self._open)

    def show_locations(self, locations: Sequence[LocationRow], chosen: str | None) -> None:
        """Shows these to choose from, and which one is chosen."""
        several = len(locations) > 1
        named = {location.id: location.name for location in locations} | ({ALL: tr("All locations")} if several else {})
        self.setText(named.get(chosen or "", ""))
        self.setAccessibleName(tr("Location: {name}", name=self.text()))
        self._others = tuple(location for location in locations if location.id != chosen)
        self._menu.clear()
        group = QActionGroup(self._menu)
        for place, name in named.items():
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(place == chosen)
            action.triggered.connect(lambda _checked=False, chosen=place: self.chosen.emit(chosen))
            group.addAction(action)
        self.setEnabled(several)
        self.setCursor(Qt.CursorShape.PointingHandCursor if several else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if several else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def others(self) -> tuple[LocationRow, ...]:
        """Those that could be shown instead."""
        return self._others

    def menu(self) -> Menu:
        return self._menu

    def sizeHint(self) -> QSize:
        arrow = 24 if self.isEnabled() else 0
        return QSize(min(360, self.fontMetrics().horizontalAdvance(self.text()) + 8 + arrow), 36)

    def minimumSizeHint(self) -> QSize:
        """It is always named, however much else there is to say."""
        return QSize(min(112, self.sizeHint().width()), 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrow = 20 if self.isEnabled() else 0
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 4 - arrow)
        painter.setPen(colours.colour("text"))
        painter.drawText(QRectF(0, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if arrow:
            start = self.fontMetrics().horizontalAdvance(shown) + 2
            place = placed(self, QRectF(start, self.height() / 2 - 9, 18, 18))
            draw_icon(painter, "chevron-down", colours.text, place)
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("action"), 2))
            painter.drawRoundedRect(placed(self, QRectF(self.rect()).adjusted(-3, 1, -1, -1)), 6, 6)

    def _open(self) -> None:
        open_under(self._menu, self)


class Bar(Ground):
    """Everything in the bar; what is chosen leaves by signals."""

    location_chosen = Signal(str)
    bell_pressed = Signal()
    refusals_pressed = Signal()
    sign_in_pressed = Signal()
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    sign_out_requested = Signal()
    lock_requested = Signal()
    pin_requested = Signal()
    desk_requested = Signal()
    sync_requested = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "bottom")
        self.setFixedHeight(HEIGHT)
        self.location, self.connection = LocationButton(), DotLabel()
        self.refusals = Button("", "flat", icon="warning")
        self.sign_in = Button(tr("Sign in again"))
        self.bell, self.person = BellButton(), PersonButton()
        self.lock = Button(kind="flat", icon="lock", name=tr("Lock the desk ({keys})", keys=key_name(LOCK_KEYS)))
        self.notice = Label(role="amber_text", elide=True)
        self.search = SearchField()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        row.addWidget(self.location)
        row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self.search, 4)
        row.addWidget(self.notice, 1)
        for widget in (self.refusals, self.connection, self.sign_in, self.bell, self.lock, self.person):
            row.addWidget(widget)
        self.location.chosen.connect(self.location_chosen)
        self.bell.clicked.connect(self.bell_pressed)
        self.refusals.clicked.connect(self.refusals_pressed)
        self.sign_in.clicked.connect(self.sign_in_pressed)
        self.lock.clicked.connect(self.lock_requested)
        self.person.clicked.connect(self._open_person)
        self._menu = Menu(self)
        self._theme, self._language, self._person_name = "system", "en", ""
        self.refusals.hide()
        self.sign_in.hide()

    def show_connection(self, connection: Connection, now: int, zone: str) -> None:
        """Says how the desk stands to its server, and how much could not be done."""
        text, role = connection_words(connection, now, zone)
        self.connection.say(text, role)
        could_not = ntr("{count} could not be done", "{count} could not be done", connection.refused)
        self.refusals.setText(could_not)
        self.refusals.setVisible(connection.refused > 0)
        self.sign_in.setVisible(connection.link is Link.SIGNED_OUT)

    def show_others(self, left: Sequence[tuple[str, int]]) -> None:
        """Says what people who were at this desk before have left waiting: `Ana: 2 actions waiting`."""
        said = [tr("{name}: {waiting}", name=name, waiting=waiting(count)) for name, count in left]
        self.notice.say(in_a_row(said))

    def show_person(self, name: str, theme: str, language: str) -> None:
        """Shows who is signed in; theme and language are ticked in her menu."""
        self._theme, self._language, self._person_name = theme, language, name
        self.person.name(name)

    def person_menu(self) -> Menu:
        """The menu of the person, made anew so that it is ticked right."""
        self._menu.clear()
        self._menu.add_head(self._person_name.replace("&", "&&"))
        themes = self._menu.add_menu(tr("Theme"))
        self._offer(themes, {name: tr(THEMES[name]) for name in CHOICES}, self._theme, self.theme_chosen.emit)
        languages = self._menu.add_menu(tr("Language"))
        self._offer(languages, LANGUAGES, self._language, self.language_chosen.emit)
        self._menu.addSeparator()
        self._menu.addAction(tr("My PIN…")).triggered.connect(self.pin_requested)
        self._menu.addAction(tr("This computer…")).triggered.connect(self.desk_requested)
        self._menu.addSeparator()
        self._menu.addAction(tr("Sign out")).triggered.connect(self.sign_out_requested)
        return self._menu

    @staticmethod
    def _offer(menu: Menu, titles: dict[str, str], ticked: str, chosen: Callable[[str], None]) -> None:
        group = QActionGroup(menu)
        for name, title in titles.items():
            action = group.addAction(menu.addAction(title))
            action.setCheckable(True)
            action.setChecked(name == ticked)
            action.setData(name)
        group.triggered.connect(lambda action: chosen(action.data()))

    def _open_person(self) -> None:
        menu = self.person_menu()
        open_under(menu, self.person, at_end=True, gap=6)
