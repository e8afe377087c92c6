"""Settings, Channels, over the real server, a real mail server and the SMS provider's interface."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.settings_pages import CHANNELS
from desktop.views.settings.channels import ChannelCard, MailDialog, SmsDialog
from desktop.views.shell.question import Question
from domain.wire.channels import ChannelRow
from tests.gui.support.clicks import click, press
from tests.gui.support.house import House, open_house
from tests.gui.support.program import Program, write
from tests.support.databases import Original
from tests.support.server import Seeded
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer, sms_server
from tests.support.smtp import PASSWORD, USER, MailServer, mail_server
from tests.support.tls import CERTIFICATE

pytestmark = pytest.mark.row("B17")


class Place(NamedTuple):
    """A salon whose server trusts the tests' mail server and asks the stand-in for SMS."""

    house: House
    mail: MailServer
    sms: SmsServer
    folder: Path


@pytest.fixture
def place(sqlite_template: Original[Seeded], tmp_path: Path) -> Iterator[Place]:
    with mail_server("starttls") as mail, sms_server() as sms:
        environment = {**os.environ, "SSL_CERT_FILE": str(CERTIFICATE), "DESKBELL_SMS_API": sms.base}
        folder = tmp_path / "house"
        folder.mkdir()
        house = open_house(sqlite_template.fresh(folder), sqlite_template.seeded, environment=environment)
        yield Place(house, mail, sms, folder)
        house.backend.close()


@pytest.fixture
def house(place: Place) -> House:
    """The desks of these tests work with it."""
    return place.house


@pytest.fixture
def admin(desk: Callable[..., Program]) -> Program:
    """The administrator, at the page."""
    program = desk("admin")
    program.sign_in("admin")
    program.until(lambda: len(program.work.salon.rows(ChannelRow)) == 2)
    program.open_settings(CHANNELS)
    return program


def card(program: Program, channel: str) -> ChannelCard:
    return next(one for one in program.app.window.findChildren(ChannelCard) if one.trial.channel == channel)


def fill_mail(dialog: MailDialog, mail: MailServer, password: str) -> None:
    for field, text in (
        (dialog.host, "127.0.0.1"),
        (dialog.port, str(mail.port)),
        (dialog.address, "linden@example.org"),
        (dialog.user, USER),
        (dialog.secret, password),
    ):
        write(field, text)


def test_somebody_tries_and_sets_a_mail_server_and_it_is_used_until_it_is_removed(place: Place, admin: Program) -> None:
    email = card(admin, "email")
    assert email.says.text() == "Not set up: nothing is sent this way."
    assert not email.test.isVisible()
    press(email, "Set up")
    dialog = admin.one(MailDialog)
    fill_mail(dialog, place.mail, "wrong " + PASSWORD)
    click(dialog.test.button)
    admin.until(lambda: "(Code 535)" in dialog.test.result.text())
    assert dialog.test.result.text().startswith("The mail server refused the user name or the password.")
    fill_mail(dialog, place.mail, PASSWORD)
    assert dialog.test.result.text() == ""
    click(dialog.test.button)
    admin.until(lambda: dialog.test.result.text().startswith("The mail server took the test to"))
    assert place.mail.recipients == ["admin@example.org"]
    click(dialog.save)
    admin.until(lambda: "from linden@example.org" in email.says.text())
    assert email.secret.text().startswith("Password set: ")
    click(email.test.button)
    admin.until(lambda: len(place.mail.mails) == 2)
    press(email, "Remove")
    question = admin.one(Question)
    click(question.lose)
    admin.until(lambda: email.says.text() == "Not set up: nothing is sent this way.")


@pytest.mark.row("S2", "S3")
def test_what_was_typed_as_a_secret_is_in_no_file_of_the_desk_or_the_server_and_in_no_log(
    place: Place, admin: Program, tmp_path: Path
) -> None:
    press(card(admin, "email"), "Set up")
    dialog = admin.one(MailDialog)
    fill_mail(dialog, place.mail, PASSWORD)
    click(dialog.save)
    admin.until(lambda: card(admin, "email").trial is not None and "127.0.0.1" in card(admin, "email").says.text())
    press(card(admin, "sms"), "Set up")
    texts = admin.one(SmsDialog)
    for field, text in ((texts.account, ACCOUNT), (texts.secret, TOKEN), (texts.number, FROM)):
        write(field, text)
    write(texts.test.number, "+4915112345678")
    click(texts.test.button)
    admin.until(lambda: texts.test.result.text().startswith("The SMS provider took the test to"))
    click(texts.save)
    admin.until(lambda: FROM in card(admin, "sms").says.text())
    assert place.sms.texts[0][0] == "+4915112345678"
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert (place.folder / "secrets.key") in written
    for secret in (PASSWORD, TOKEN):
        assert [file for file in written if secret.encode() in file.read_bytes()] == []
        assert secret not in place.house.backend.output()
