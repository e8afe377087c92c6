"""The form over one automated message: when it goes, what it says, how it would be, and a test to oneself (N18)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.automation_form import AutomationForm
from desktop.models.automation_runs import RunLog
from desktop.models.automation_words import automation_name
from desktop.models.client_card import language_name
from desktop.texts import apart, tr
from desktop.views.booking.fields import Chooser
from desktop.views.followups.tab import Tab, Tabs
from desktop.views.settings.form_dialog import FormDialog
from desktop.views.settings.only_for import OnlyForEditor
from desktop.views.settings.run_log import RunLogView
from desktop.views.settings.template_editor import TemplateEditor
from desktop.views.settings.timing_editor import TimingEditor
from desktop.views.settings.trial_line import TrialLine
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.forms import foot, frame
from desktop.views.theme.labels import Label
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground, Surface
from domain.languages import FROM_RIGHT


class AutomationDialog(FormDialog):
    """Shows an AutomationForm, and behind the second tab what became of the message."""

    client_requested = Signal(str)
    """Somebody's card is to be shown; the dialog is closed by then."""

    def __init__(self, form: AutomationForm, log: RunLog, parent: QWidget | None = None) -> None:
        super().__init__(automation_name(form.row.id), parent)
        self.form, self._log = form, log
        form.setParent(self)
        log.setParent(self)
        self.message_tab, self.log_tab = Tab(tr("Message"), counts=False), Tab(tr("What became of it"), counts=False)
        self.log = RunLogView(log)
        self._pages = QStackedWidget()
        self.timing, self.only_for = TimingEditor(form.timing), OnlyForEditor(form.only_for)
        self.channel, self.language = Chooser(tr("Channel")), Chooser(tr("Language"))
        self.editor = TemplateEditor(form.row.placeholders)
        self.fault = Label(role="red_text", wrap=True)
        self.default = Button(tr("Back to the text that comes with Deskbell"), "flat")
        self.preview, self.test = PreviewPart(form), TrialLine(tr("Send a test to me"))
        self.channel.addItem(tr("Email"), "email")
        self.channel.addItem(tr("SMS"), "sms")
        self._fill_pages()
        self.resize(720, 700)
        self.channel.activated.connect(lambda index: form.choose(channel=self.channel.itemData(index)))
        self.language.activated.connect(lambda index: form.choose(language_=self.language.itemData(index)))
        self.editor.edited.connect(form.set_text)
        self.default.clicked.connect(form.back_to_default)
        self.test.asked.connect(form.try_out)
        self.test.number_typed.connect(form.set_phone)
        self.save.clicked.connect(self._save)
        form.changed.connect(self.refresh)
        form.texts_came.connect(self._fill)
        form.finished.connect(self.accept)
        self.log_tab.clicked.connect(self.open_log)
        self.message_tab.clicked.connect(self._open_message)
        self.log.client_requested.connect(self._leave_for)
        self._fill()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        self.say(form.notice, form.why_not(), waits=form.changing.waits, overtaken=form.is_overtaken())
        self.channel.setCurrentIndex(self.channel.findData(form.place.channel))
        self.language.setCurrentIndex(self.language.findData(form.place.language))
        self.editor.setEnabled(form.loaded)
        self.editor.begin(at_right=form.place.language in FROM_RIGHT)
        self.editor.show_text(form.text())
        fault = form.fault if form.fault is not None and form.fault.place == form.place else None
        if fault is None:
            self.editor.mark(None)
        self.fault.say_or_hide(fault.words if fault else "")
        self.default.refuse(tr("This is that text.") if form.is_default() else "")
        self.timing.bind()
        self.only_for.bind()
        self.preview.bind()
        self.log.refuse_cards(tr("Please save or cancel what you have changed first.") if form.is_changed() else "")
        words, good = form.test_words()
        by_sms = form.place.channel == "sms"
        self.test.bind(words, "quiet" if good else "red_text", why_not=form.why_no_test(), by_sms=by_sms)

    def open_log(self) -> None:
        """Show what became of it, as the server has it now."""
        self.log_tab.setChecked(True)
        self.log_tab.setFocus()
        self._pages.setCurrentIndex(1)
        self._log.look()

    def _open_message(self) -> None:
        self.message_tab.setChecked(True)
        self._pages.setCurrentIndex(0)

    def _leave_for(self, client_id: str) -> None:
        self.reject()
        self.client_requested.emit(client_id)

    def _save(self) -> None:
        self._open_message()  # which is where it is said what is in the way
        self.form.submit()
        fault = self.form.fault
        if fault is not None:
            self.editor.mark(fault.position)

    def _fill(self) -> None:
        self.language.clear()
        for tag in self.form.languages():
            self.language.addItem(language_name(tag), tag)
        self.refresh()

    def _fill_pages(self) -> None:
        parts = (
            (tr("When it goes"), self.timing),
            (tr("Who gets it"), self.only_for),
            (tr("What it says"), self._text_part()),
            (tr("Preview"), self.preview),
            (tr("Test"), self.test),
        )
        message, body = Ground("window"), Ground("window")
        below = QVBoxLayout(message)
        below.setContentsMargins(28, 12, 28, 20)
        below.setSpacing(8)
        self.fill(below, parts)
        self._pages.addWidget(Scroller(message))
        self._pages.addWidget(Scroller(self.log))
        self.message_tab.setChecked(True)
        head = QHBoxLayout()
        head.setContentsMargins(28, 18, 28, 6)
        head.addWidget(Label(self.windowTitle(), pixels=TITLE, weight=Weight.Bold, elide=True))
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Tabs((self.message_tab, self.log_tab)))
        column.addWidget(self._pages, 1)
        frame(self, body, foot(self.cancel, self.save))

    def _text_part(self) -> QWidget:
        choosers = QHBoxLayout()
        choosers.setSpacing(8)
        choosers.addWidget(self.channel)
        choosers.addWidget(self.language)
        choosers.addStretch(1)
        choosers.addWidget(self.default)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choosers)
        column.addWidget(self.editor)
        column.addWidget(self.fault)
        return part


class PreviewPart(QWidget):
    """How it would be, with a record of the desk's own or a made-up one."""

    def __init__(self, form: AutomationForm) -> None:
        super().__init__()
        self._form = form
        self.record = Chooser(tr("Show it with"))
        self.subject, self.text = Label(weight=Weight.DemiBold, wrap=True), Label(wrap=True)
        self.segments, self.verdict = Label(role="quiet", pixels=SMALL, wrap=True), Label(role="amber_text", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.record.addItem(tr("A made-up client"), "")
        for record in form.records:
            self.record.addItem(record.words, record.subject)
        self.record.activated.connect(lambda index: form.look_with(self.record.itemData(index)))
        paper = Surface()
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.subject)
        inside.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.record, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(paper)
        column.addWidget(self.segments)
        column.addWidget(self.verdict)

    def bind(self) -> None:
        """Show what the server made of it last."""
        preview = self._form.preview
        shown = preview.shown
        self.subject.say_or_hide(apart(shown.subject) if shown else "")
        self.text.say(apart(shown.text) if shown else preview.notice or tr("The preview comes in a moment."))
        self.segments.say_or_hide(preview.segments())
        notice = preview.notice if shown else ""
        self.verdict.say_or_hide(notice or preview.verdict(self._form.zone))
