"""The forms over a service and a bundle, as dialogs (row B24)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.sold_forms import BundleForm, Form, ServiceForm
from desktop.texts import tr
from desktop.views.booking.fields import Chooser
from desktop.views.settings.form_dialog import FormDialog
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.forms import over_fault
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Field
from domain.contacts import clean_text


class ServiceDialog(FormDialog):
    """Shows a ServiceForm."""

    def __init__(self, form: ServiceForm, parent: QWidget | None = None) -> None:
        super().__init__(tr("Add a service") if form.row is None else tr("Change a service"), parent)
        self.form = form
        form.setParent(self)
        self.name = Field(name=tr("Name"))
        self.minutes, self.price = Field(name=tr("Minutes"), plain=True), Field(name=tr("Price"), plain=True)
        self.variants = VariantsEditor(form)
        for field, text in ((self.name, form.name), (self.minutes, form.minutes), (self.price, form.price)):
            field.setText(text)
        self.lay_out(
            (
                (tr("Name"), self.name),
                (tr("Minutes"), self.minutes),
                (tr("Price in {currency}", currency=form.currency), self.price),
                (tr("Variants, such as short and long hair: one is chosen when booking"), self.variants),
            )
        )
        self.name.textChanged.connect(form.set_name)
        self.minutes.textChanged.connect(form.set_minutes)
        self.price.textChanged.connect(form.set_price)
        self.save.clicked.connect(form.submit)
        form.changed.connect(self.refresh)
        form.finished.connect(self.accept)
        self.refresh()
        self.name.setFocus()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        self.variants.bind()
        self.say(form.changing.notice, form.why_not(), waits=form.changing.waits, overtaken=form.overtaken)


class VariantsEditor(QWidget):
    """The variants, and one more."""

    def __init__(self, form: ServiceForm) -> None:
        super().__init__()
        self._form = form
        self.rows: list[VariantRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.add = Button(tr("Add a variant"))
        self.add.clicked.connect(form.add_variant)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self) -> None:
        """Show the variants as of now; rows are used again."""
        variants = self._form.variants
        for place, row in enumerate(reused(self.rows, len(variants), self._make)):
            row.bind(variants[place], self._form.wrong_with(place), place + 1)

    def _make(self, place: int) -> "VariantRow":
        row = VariantRow()
        row.changed.connect(partial(self._form.set_variant, place))
        row.remove.clicked.connect(lambda: self._form.remove_variant(place))
        self._column.insertWidget(place, row)
        return row


class VariantRow(QWidget):
    """One variant: name, minutes, price, and a way out."""

    changed = Signal(object)
    """The variant as it is typed now."""

    def __init__(self) -> None:
        super().__init__()
        self._variant: Form | None = None
        self.name = Field(name="", hint=tr("Name"))
        self.minutes, self.price = (
            Field(name="", hint=tr("Minutes"), plain=True),
            Field(name="", hint=tr("Price"), plain=True),
        )
        self.remove = Button(tr("Remove"), "flat")
        self._fault = Label(role="red_text", pixels=SMALL)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 3)
        row.addWidget(self.minutes, 1)
        row.addWidget(self.price, 1)
        row.addWidget(self.remove)
        over_fault(self, row, self._fault)
        self.name.textEdited.connect(lambda text: self._edit(name=text))
        self.minutes.textEdited.connect(lambda text: self._edit(minutes=text))
        self.price.textEdited.connect(lambda text: self._edit(price=text))

    def bind(self, variant: Form, fault: str, number: int) -> None:
        """Show this one; `number` counts from one, for who hears it."""
        self._variant = variant
        for field, text in ((self.name, variant.name), (self.minutes, variant.minutes), (self.price, variant.price)):
            if field.text() != text:
                field.setText(text)
            field.setEnabled(not variant.archived)
        self.name.setAccessibleName(tr("Name of variant {number}", number=number))
        self.minutes.setAccessibleName(tr("Minutes of variant {number}", number=number))
        self.price.setAccessibleName(tr("Price of variant {number}", number=number))
        text = tr("Remove") if variant.is_new else tr("Bring back") if variant.archived else tr("Archive")
        self.remove.setText(text)
        self.remove.setAccessibleName(tr("{what} variant {number}", what=text, number=number))
        self._fault.say_or_hide(fault)

    def _edit(self, **typed: str) -> None:
        if self._variant is not None:
            self.changed.emit(replace(self._variant, **typed))  # type: ignore[arg-type]  # one of its three texts


class BundleDialog(FormDialog):
    """Shows a BundleForm."""

    def __init__(self, form: BundleForm, parent: QWidget | None = None) -> None:
        super().__init__(tr("Add a bundle") if form.row is None else tr("Change a bundle"), parent)
        self.form = form
        form.setParent(self)
        self.name, self.price = Field(name=tr("Name")), Field(name=tr("Price"), plain=True)
        self.items = ItemsEditor(form)
        self.name.setText(form.name)
        self.price.setText(form.price)
        parts: Sequence[tuple[str, QWidget]] = (
            (tr("Name"), self.name),
            (tr("Services"), self.items),
            (tr("Price of all together in {currency}", currency=form.currency), self.price),
        )
        self.lay_out(parts)
        self.name.textChanged.connect(form.set_name)
        self.price.textChanged.connect(form.set_price)
        self.save.clicked.connect(form.submit)
        form.changed.connect(self.refresh)
        form.finished.connect(self.accept)
        self.refresh()
        self.name.setFocus()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        self.items.bind()
        self.say(form.changing.notice, form.why_not(), waits=form.changing.waits, overtaken=form.overtaken)


class ItemsEditor(QWidget):
    """The services of a bundle, each with a way out, and one more."""

    def __init__(self, form: BundleForm) -> None:
        super().__init__()
        self._form = form
        self.rows: list[ItemRow] = []
        self.adder = Chooser(tr("Add a service"))
        self.adder.activated.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.adder, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self) -> None:
        """Show the members as of now; rows are used again."""
        items = self._form.items
        for row, item in zip(reused(self.rows, len(items), self._make), items, strict=True):
            row.bind(clean_text(self._form.item_name(item)))
        names = [tr("Add a service"), *(clean_text(one.name) for one in self._form.choices())]
        if names != [self.adder.itemText(index) for index in range(self.adder.count())]:
            self.adder.clear()
            self.adder.addItems(names)
        self.adder.setCurrentIndex(0)

    def _add(self, index: int) -> None:
        if index > 0:
            self._form.add_item(self._form.choices()[index - 1].item)

    def _make(self, place: int) -> "ItemRow":
        row = ItemRow()
        row.remove.clicked.connect(lambda: self._form.remove_item(place))
        self._column.insertWidget(place, row)
        return row


class ItemRow(QWidget):
    """One member."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Label(elide=True)
        self.remove = Button(kind="flat", icon="close", name=tr("Remove"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addWidget(self.remove)

    def bind(self, name: str) -> None:
        """Show this one."""
        self._name.say(name)
        self.remove.setAccessibleName(tr("Remove {name}", name=name))
