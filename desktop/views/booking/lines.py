"""The services of the form: each with its forms, price and a way out; what was left out; what can be added."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.booking_lines import Basket
from desktop.texts import in_a_row, money, tr
from desktop.views.booking.fields import Chooser
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import Weight
from desktop.views.theme.labels import Label
from domain.contacts import clean_text
from domain.wire.rows import Line, Variant


class LinesEditor(QWidget):
    """Shows the basket of a form, which hears of what is chosen here. Rows are made anew when the services change."""

    def __init__(self, basket: Basket) -> None:
        super().__init__()
        self._basket = basket
        self._shown: tuple[object, ...] = ()
        self.rows: list[LineRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._left_out = Label(role="quiet", wrap=True)
        self.adder = Chooser(tr("Add a service"))
        self.adder.activated.connect(self._add)
        self._column.addWidget(self._left_out)
        self._column.addWidget(self.adder, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self) -> None:
        """Show the basket as of now."""
        basket = self._basket
        offered, bundles = basket.offered(), basket.offered_bundles()
        shown = (basket.lines, basket.left_out, offered, bundles)
        if shown == self._shown:
            return
        self._shown = shown
        self._make_rows(basket.lines)
        gone = in_a_row(basket.left_out)
        self._left_out.say_or_hide(tr("Not offered any more and left out: {services}", services=gone) if gone else "")
        self.adder.clear()
        self.adder.addItem(tr("Add a service…"), None)
        for service in offered:
            self.adder.addItem(clean_text(service.name), service.id)
        for bundle in bundles:
            self.adder.addItem(tr("{bundle} (bundle)", bundle=clean_text(bundle.name)), (bundle.id,))
        self.adder.setVisible(self.adder.count() > 1)

    def _make_rows(self, lines: tuple[Line, ...]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for index, line in enumerate(lines):
            choose, remove = partial(self._basket.set_variant, index), partial(self._basket.remove, index)
            row = LineRow(line, self._basket.variants(index), choose, remove)
            self.rows.append(row)
            self._column.insertWidget(index, row)
            row.show()

    def _add(self, index: int) -> None:
        chosen = self.adder.itemData(index)
        self.adder.setCurrentIndex(0)
        if isinstance(chosen, tuple | list):
            self._basket.add_bundle(chosen[0])
        elif chosen:
            self._basket.add(chosen)


class LineRow(QWidget):
    """One service."""

    def __init__(
        self, line: Line, variants: tuple[Variant, ...], choose: Callable[[str], None], remove: Callable[[], None]
    ) -> None:
        super().__init__()
        name = clean_text(line.name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        title = name if line.bundle_name is None else f"{name} ({clean_text(line.bundle_name)})"
        row.addWidget(Label(title, weight=Weight.Medium, elide=True))
        self.variant = Chooser(tr("Form of {service}", service=name))
        for variant in variants:
            self.variant.addItem(clean_text(variant.name), variant.id)
        self.variant.setCurrentIndex(self.variant.findData(line.variant_id))
        self.variant.setVisible(bool(variants))
        self.variant.activated.connect(lambda index: choose(self.variant.itemData(index)))
        row.addWidget(self.variant)
        row.addStretch(1)
        row.addWidget(Label(tr("{minutes} min", minutes=line.minutes), role="quiet"))
        row.addWidget(Label(money(line.price), weight=Weight.DemiBold))
        self.remove = Button(kind="flat", icon="close", name=tr("Leave out {service}", service=name))
        self.remove.clicked.connect(remove)
        row.addWidget(self.remove)
