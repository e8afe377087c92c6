"""Settings, Team: who is in the list, what can be changed, inviting, and links to set a password."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.models.accounts import Accounts
from desktop.models.invitation import Invitation
from desktop.models.salon import Salon
from desktop.views.settings.hand_over import HandOverDialog
from desktop.views.settings.invite import InviteDialog, LinkDialog
from desktop.views.settings.team import AccountRowView, TeamCard
from desktop.views.shell.question import Question
from domain.constants import DAY
from domain.office import HandOwnership, MakeLink, SetRoles, SwitchAccount
from domain.permissions import DEFAULT_MATRIX, Permission, Role
from domain.wire.access import Invite, NewLink, PasswordLink
from domain.wire.team import AccountRow, MatrixRow, RoleRights, account_id
from tests.gui.support.clicks import press
from tests.gui.support.fakes import FakeClock, FakeFeed, FakeOffice
from tests.gui.support.rows import KANAL, LINDEN, NOW, person

pytestmark = pytest.mark.row("B24")

URL = "https://book.example.org/password/b.s"
MATRIX = MatrixRow(LINDEN, tuple(RoleRights(role, tuple(may)) for role, may in DEFAULT_MATRIX.items()))


def account(who: str, role: str, place: str = LINDEN, *, off: bool = False, invited: int | None = None) -> AccountRow:
    email = f"{who}@example.org"
    return AccountRow(account_id(who, place), place, who, who.title(), email, (role,), off, invited)


class Desk:
    def __init__(self, qtbot: QtBot, *permissions: Permission) -> None:
        self.feed, self.office = FakeFeed(), FakeOffice()
        self.salon = Salon(self.feed)
        self.accounts = Accounts(self.office, self.salon, FakeClock())
        self.accounts.show_location(LINDEN)
        self.card = TeamCard(self.accounts)
        qtbot.addWidget(self.card)
        self.feed.salon(person(*(permissions or tuple(Permission))))
        self.feed.reset(MATRIX)
        self.feed.reset(account("olga", "owner"), account("ben", "receptionist"), account("kim", "admin", KANAL))

    def row(self, name: str) -> AccountRowView:
        place = [line.name for line in self.accounts.lines()].index(name)
        return self.card.rows[place]

    def choose(self, name: str, role: str) -> None:
        box = self.row(name).role
        box.setCurrentIndex(box.findText(role))
        box.activated.emit(box.currentIndex())

    def menu(self, name: str) -> list[str]:
        return [action.text() for action in self.row(name).menu().actions()]

    def press(self, name: str, text: str) -> None:
        (found,) = [action for action in self.row(name).menu().actions() if action.text() == text]
        found.trigger()


def test_the_list_has_those_of_this_location_and_the_owner_is_fixed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert [line.name for line in desk.accounts.lines()] == ["Olga", "Ben"]
    assert not desk.row("Olga").role.isVisibleTo(desk.card)
    assert not desk.row("Olga").more.isVisibleTo(desk.card)
    desk.accounts.show_location(KANAL)
    assert [line.name for line in desk.accounts.lines()] == ["Kim"]


def test_a_role_is_given_at_this_location(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.choose("Ben", "Admin")
    assert desk.office.changes() == [SetRoles("ben", LINDEN, (Role.ADMIN,))]
    desk.office.refuse("more_than_yours")
    assert desk.row("Ben").role.currentText() == "Receptionist"
    assert desk.card.notice.text().endswith(".")


def test_someone_with_another_location_can_be_taken_from_this_one(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert desk.row("Ben").role.findText("Not at this location") < 0
    desk.feed.put(account("ben", "team_member", KANAL))
    desk.choose("Ben", "Not at this location")
    assert desk.office.changes() == [SetRoles("ben", LINDEN, ())]


def test_switching_off_asks_first_and_switching_on_does_not(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.card.show()
    desk.press("Ben", "Switch the account off")
    assert not desk.office.asked
    question = desk.card.findChild(Question)
    assert question is not None
    question.lose.click()
    assert desk.office.changes() == [SwitchAccount("ben", on=False)]
    desk.office.made()
    desk.feed.put(account("ben", "receptionist", off=True))
    assert desk.accounts.lines()[-1].state == "Switched off"
    assert desk.menu("Ben") == ["Switch the account on"]
    desk.press("Ben", "Switch the account on")
    assert desk.office.changes()[-1] == SwitchAccount("ben", on=True)


def test_whoever_may_do_more_is_out_of_reach(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Permission.MANAGE_TEAM, *DEFAULT_MATRIX[Role.RECEPTIONIST])
    desk.feed.put(account("ada", "admin"))
    assert not desk.row("Ada").role.isEnabled()
    assert not desk.row("Ada").more.isEnabled()
    assert desk.row("Ben").role.isEnabled()
    assert desk.row("Ben").role.findText("Admin") < 0
    assert desk.accounts.roles() == (Role.RECEPTIONIST, Role.TEAM_MEMBER)


def test_an_invitation_says_until_when_its_link_works(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.feed.put(account("nele", "receptionist", invited=NOW + DAY))
    (nele,) = [line for line in desk.accounts.lines() if line.name == "Nele"]
    assert nele.state == "Invited; the link works until tomorrow 13:14"
    desk.feed.put(account("nele", "receptionist", invited=NOW - 1))
    (nele,) = [line for line in desk.accounts.lines() if line.name == "Nele"]
    assert nele.state == "Invited; the link has run out"


def dialog(qtbot: QtBot, desk: Desk) -> InviteDialog:
    made = InviteDialog(Invitation(desk.accounts), desk.card)
    qtbot.addWidget(made)
    made.name.setText(" Nele  Neu ")
    made.email.setText("nele@example.org")
    return made


@pytest.mark.parametrize(("name", "email"), [("", "a@example.org"), ("Nele", ""), ("Nele", "nele@")])
def test_what_is_missing_is_said_before_anybody_is_asked(qtbot: QtBot, name: str, email: str) -> None:
    desk = Desk(qtbot)
    made = dialog(qtbot, desk)
    made.name.setText(name)
    made.email.setText(email)
    assert not made.send.isEnabled()
    assert made.send.accessibleDescription()
    made.form.submit()
    assert not desk.office.asked


def test_somebody_is_invited_by_mail(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    made = dialog(qtbot, desk)
    made.send.click()
    roles: dict[str, tuple[Role, ...]] = {LINDEN: (Role.RECEPTIONIST,)}
    assert desk.office.changes() == [Invite("Nele Neu", "nele@example.org", roles, hand_over=False, language="en")]
    assert not made.send.isEnabled()
    desk.office.made(PasswordLink("nele", NOW + 7 * DAY, mailed=True))
    said = made.made_view.said.text()
    assert "nele@example.org" in said
    assert "13:14" in said
    assert not made.made_view.link.isVisibleTo(made)


def test_a_link_to_hand_over_is_shown_and_copied(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    made = dialog(qtbot, desk)
    made.hand_over.setChecked(True)
    made.send.click()
    desk.office.made(PasswordLink("nele", NOW + 7 * DAY, link=URL))
    assert made.made_view.link.text() == URL
    made.made_view.copy.click()
    assert QGuiApplication.clipboard().text() == URL


@pytest.mark.parametrize("code", ["email_taken", None])
def test_a_refused_invitation_leaves_the_form_as_it_was(qtbot: QtBot, code: str | None) -> None:
    desk = Desk(qtbot)
    made = dialog(qtbot, desk)
    made.send.click()
    desk.office.refuse(code) if code else desk.office.unreachable()
    assert made.notice.text().endswith(".")
    assert (made.name.text(), made.email.text()) == (" Nele  Neu ", "nele@example.org")
    assert made.send.isEnabled()


def test_another_link_goes_by_mail_or_is_shown(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    asked: list[str] = []
    desk.card.link_requested.connect(asked.append)
    desk.press("Ben", "New link to set a password")
    assert asked == ["ben"]
    made = LinkDialog(desk.accounts, "ben", "Ben", desk.card)
    qtbot.addWidget(made)
    made.show_it.click()
    assert desk.office.changes() == [MakeLink("ben", NewLink(hand_over=True, language="en"))]
    desk.office.made(PasswordLink("ben", NOW + 7 * DAY, link=URL))
    assert made.made_view.link.text() == URL
    assert made.send.text() == "Done"


def owner_at_desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.feed.put(account("person-ana", "owner"))
    desk.feed.put(
        account("kim", "admin"), account("new", "admin", invited=NOW + DAY), account("off", "admin", off=True)
    )
    return desk


def test_only_the_owner_is_offered_to_hand_over_and_only_to_who_can_sign_in(qtbot: QtBot) -> None:
    assert "Make Ben the owner…" not in Desk(qtbot).menu("Ben")
    desk = owner_at_desk(qtbot)
    people = ("Ben", "Kim", "New", "Off")
    assert [name for name in people if f"Make {name} the owner…" in desk.menu(name)] == ["Ben", "Kim"]


def test_handing_over_asks_for_the_password_and_stays_open_when_it_is_wrong(qtbot: QtBot) -> None:
    desk = owner_at_desk(qtbot)
    with qtbot.waitSignal(desk.card.handing_requested) as asked:
        desk.press("Kim", "Make Kim the owner…")
    line = asked.args[0]
    desk.card.show()
    dialog = HandOverDialog(desk.accounts, line.person_id, line.name, desk.card)
    dialog.open()
    assert not dialog.go.isEnabled()
    dialog.password.setText("my password")
    dialog.password.textEdited.emit("my password")
    press(dialog, "Hand over")
    assert desk.office.changes() == [HandOwnership("kim", "my password")]
    assert "my password" not in repr(desk.office.changes())
    desk.office.refuse("wrong_password", "$.password")
    assert dialog.isVisible()
    assert dialog.notice.text() == "The password is wrong."
    assert dialog.password.text() == "my password"
    press(dialog, "Hand over")
    desk.office.made()
    assert not dialog.isVisible()
