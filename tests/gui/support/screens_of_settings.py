"""The screens of Settings and of clients' records, with every form that opens over them."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from desktop.models.ports import Outcome
from desktop.settings_pages import MESSAGES
from desktop.views.settings.automation import AutomationDialog
from desktop.views.settings.hand_over import HandOverDialog
from desktop.workplace import CLIENTS
from desktop.workplace import SETTINGS as SETTINGS_SCREEN
from domain.constants import HOUR
from domain.office import AskFailures, AskPreview
from domain.wire.automations import (
    AutomationFailures,
    AutomationRun,
    AutomationRuns,
    AutomationText,
    AutomationTexts,
    FailuresLately,
    Preview,
)
from tests.gui.support.full_desk import FullDesk, Screen
from tests.gui.support.rows import NOW


def settings(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    place.shell.open(SETTINGS_SCREEN)
    pages, catalogue = place.settings.screen, place.settings.catalogue
    for name, tab in pages.tabs.items():
        if tab.isVisible():
            pages.open(name)
            yield desk.seen(f"settings: {name}")
    opens: dict[str, Callable[[], object]] = {
        "invite": place.settings.invite,
        "hand over": lambda: place.settings._show(HandOverDialog(place.settings.accounts, "kim", "Κιμ", desk.window)),
        "mail server": lambda: place.settings.messages.set_up("email"),
        "SMS account": lambda: place.settings.messages.set_up("sms"),
        "new member": catalogue.add_member,
        "member": lambda: catalogue.edit_member("tm-anna"),
        "new service": catalogue.add_service,
        "service": lambda: catalogue.edit_service("svc-cut"),
        "bundle": lambda: catalogue.edit_bundle("bun-glow"),
    }
    yield from _failures(desk)
    yield from _automated_message(desk)
    for name, opened in opens.items():
        opened()
        yield from desk.dialog(f"settings: {name}")


def _automated_message(desk: FullDesk) -> Iterator[Screen]:
    office = desk.work.office
    desk.place.settings.messages.edit("upcoming_first")
    office.answer(AutomationTexts(tuple(AutomationText(on, "en", "42\n\n42") for on in ("email", "sms"))))
    desk.qtbot.waitUntil(lambda: isinstance(office.changes()[-1], AskPreview))
    office.answer(Preview("42", "42", "en", reason="quiet_hours", until=NOW + HOUR))
    only_for = desk.top(AutomationDialog).only_for
    only_for.head.click()
    services = only_for.fields["service"]
    services.click()
    assert services.menu is not None
    yield desk.seen("settings: services that a message is for", services.menu)
    services.menu.close()
    yield from desk.dialog("settings: automated message")
    desk.place.settings.messages.edit("upcoming_first", at_log=True)
    sent = AutomationRun("1", "upcoming_first", "sms", "sent", NOW, "appointment:1", "Νίνα", client_id="client-9")
    office.answer(AutomationRuns((sent, replace(sent, id="2", status="failed", reason="no_texts")), more=True))
    yield from desk.dialog("settings: what became of a message")


def _failures(desk: FullDesk) -> Iterator[Screen]:
    """The list of messages, with what failed of one."""
    reply = next(reply for change, reply in desk.work.office.asked if isinstance(change, AskFailures))
    reply(Outcome(answer=FailuresLately(NOW, (AutomationFailures("upcoming_first", 42, "no_texts"),))))
    desk.place.settings.screen.open(MESSAGES)
    yield desk.seen("settings: messages that failed")


def client_forms(desk: FullDesk) -> Iterator[Screen]:
    records = desk.place.client_records
    records.edit("client-9")
    yield from desk.dialog("client: edit")
    records.merge("client-9")
    yield from desk.dialog("client: merge")
    records.add("0151 23456789")
    yield from desk.dialog("client: new")
    desk.place.shell.open(CLIENTS)
    desk.qtbot.waitUntil(lambda: bool(records.twins.pairs))
    yield desk.seen("clients who may be the same")
    records.compare()
    yield from desk.dialog("client: pairs")
    records.bring()
    yield from desk.dialog("client: import")
