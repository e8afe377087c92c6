"""Settings > Location: where clients reach the location that is shown (row N25)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models.location_form import LocationForm
from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field, Surface


class LocationCard(Surface):
    """Shows a LocationForm and passes on what is typed."""

    def __init__(self, form: LocationForm) -> None:
        super().__init__()
        self._form = form
        self._title = Label(pixels=STRONG, weight=Weight.DemiBold, elide=True)
        self.phone = Field(name=tr("Phone number"), plain=True)
        self.phone.textEdited.connect(form.set_phone)
        self.phone.returnPressed.connect(form.save)
        self._notice = Label(role="red_text", wrap=True)
        self.save = Button(tr("Save"), "primary")
        self.save.clicked.connect(form.save)
        self._lay_out()
        form.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self._form
        self._title.say(form.name())
        if self.phone.text() != form.phone:
            self.phone.setText(form.phone)
        why_not = form.why_not()
        self._notice.say_or_hide(form.changing.notice or (why_not if form.wrong() else ""))
        self.phone.setEnabled(form.may_change())
        self.save.refuse(why_not)

    def notice(self) -> str:
        """What is said below the form."""
        return self._notice.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        about = tr(
            "The number at which clients reach this location. The booking page shows it when something does not work "
            "for them, and beside an appointment they want to change."
        )
        column.addWidget(self._title)
        column.addWidget(Label(about, role="quiet", wrap=True))
        column.addWidget(Label(tr("Phone number"), weight=Weight.Medium))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.phone, 1)
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._notice, 0, Qt.AlignmentFlag.AlignTop)
