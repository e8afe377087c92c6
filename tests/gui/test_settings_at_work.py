"""Settings over the real server: what one desk changes, another desk feels."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import pytest
import requests

from desktop.models.member_form import MemberForm
from desktop.settings_pages import PERMISSIONS, SELLING, SERVING, TEAM
from desktop.views.settings.catalogue import ServicesCard, ServingCard
from desktop.views.settings.invite import InviteDialog
from desktop.views.settings.member import MemberDialog
from desktop.views.settings.permissions import PermissionsCard
from desktop.views.settings.sold import ServiceDialog
from desktop.views.settings.team import TeamCard
from desktop.views.shell.question import Question
from domain.permissions import Permission, Role
from domain.wire.rows import ServiceRow, TeamMemberRow, WorkingHours
from tests.gui.support.clicks import click
from tests.gui.support.house import House
from tests.gui.support.program import Program

Start = Callable[..., Program]
Named = TypeVar("Named", ServiceRow, TeamMemberRow)
CHOSEN = "a-password-of-her-own"


def manager(desk: Start, page: str) -> Program:
    program = desk("manager")
    program.sign_in("admin")
    program.open_settings(page)
    return program


def named(program: Program, of: type[Named], name: str) -> Named:
    """The row of that name, once the desk has it."""

    def found() -> list[Named]:
        return [row for row in program.work.salon.rows(of).values() if row.name == name]

    program.until(lambda: bool(found()))
    return found()[0]


@pytest.mark.row("B18", "B24", "S4")
def test_a_permission_switched_off_in_the_grid_empties_the_other_desk(desk: Start, house: House) -> None:
    draft_id = house.abandon("Rosa Reich")
    reception = desk("reception")
    reception.sign_in()
    reception.until(lambda: reception.has_card(draft_id))
    boss = manager(desk, PERMISSIONS)
    switch = boss.one(PermissionsCard).switches[Role.RECEPTIONIST, Permission.MANAGE_WAITLIST]
    boss.until(switch.isEnabled)
    click(switch)
    reception.until(lambda: not reception.has_card(draft_id), 5_000)
    boss.until(lambda: switch.isEnabled() and not switch.isChecked())


@pytest.mark.row("B24", "N3")
def test_offline_nothing_is_changed_and_it_is_said(desk: Start, house: House) -> None:
    boss = manager(desk, PERMISSIONS)
    card = boss.one(PermissionsCard)
    switch = card.switches[Role.RECEPTIONIST, Permission.VIEW_SCHEDULE]
    boss.until(switch.isEnabled)
    boss.wire.cut()
    click(switch)
    boss.until(lambda: bool(card.notice.text()))
    assert card.notice.text().startswith("The server could not be asked")
    assert switch.isChecked()
    assert boss.connection.waiting == 0


@pytest.mark.row("B24", "S2", "S4")
def test_somebody_is_invited_signs_in_and_is_switched_off(desk: Start, house: House) -> None:
    boss = manager(desk, TEAM)
    card = boss.one(TeamCard)
    boss.until(card.invite.isEnabled)
    click(card.invite)
    dialog = boss.one(InviteDialog)
    dialog.name.setText("Nele Neu")
    dialog.email.setText("nele.neu@example.org")
    dialog.hand_over.setChecked(True)
    click(dialog.send)
    boss.until(lambda: bool(dialog.made_view.link.text()))
    path = dialog.made_view.link.text().partition("/password/")[2]
    form = {"first": CHOSEN, "again": CHOSEN}
    assert requests.post(f"{house.address}/password/{path}", data=form, timeout=30).status_code == 200
    click(dialog.send)
    nele = desk("nele")
    nele.type_in(house.address, "nele.neu@example.org", CHOSEN)
    nele.until_live()
    (line,) = [one for one in boss.work.settings.accounts.lines() if one.name == "Nele Neu"]
    boss.work.settings.accounts.switch(line.person_id, on=False)
    nele.until(lambda: not nele.has_work())
    assert "nele.neu@example.org" in [one.email for one in boss.work.settings.accounts.lines() if one.off]


@pytest.mark.row("B24")
def test_who_serves_stands_in_the_calendar_with_her_hours_and_leaves_it(desk: Start, house: House) -> None:
    reception = desk("reception")
    reception.sign_in()
    boss = manager(desk, SERVING)
    card = boss.one(ServingCard)
    boss.until(card.add.isEnabled)
    click(card.add)
    form: MemberForm = boss.one(MemberDialog).form
    form.set_name("Emil Ehrlich")
    form.choose_all()
    for weekday in range(7):
        form.add_hours(weekday)
        form.set_hours(weekday, WorkingHours(weekday, dt.time(10), dt.time(14)))
    click(boss.one(MemberDialog).save)

    def column() -> list[tuple[int, int]]:
        found = [one.open for one in reception.work.scheduler.picture().columns if one.title == "Emil Ehrlich"]
        return [(span.start, span.end) for span in found[0]] if found else []

    reception.until(lambda: column() == [(10 * 60, 14 * 60)])
    card.archive_requested.emit(named(boss, TeamMemberRow, "Emil Ehrlich").id, True)
    click(boss.one(Question).lose)
    reception.until(lambda: not column())


@pytest.mark.row("B24", "B13")
def test_a_service_is_sold_and_archived_and_leaves_the_booking_form(desk: Start, house: House) -> None:
    reception = desk("reception")
    reception.sign_in()
    boss = manager(desk, SELLING)
    card = boss.one(ServicesCard)
    boss.until(card.add.isEnabled)
    click(card.add)
    dialog = boss.one(ServiceDialog)
    dialog.name.setText("Scalp massage")
    dialog.minutes.setText("20")
    dialog.price.setText("18,50")
    click(dialog.save)
    assert named(reception, ServiceRow, "Scalp massage").price.minor == 1850
    card.archive_requested.emit(named(boss, ServiceRow, "Scalp massage").id, True)
    click(boss.one(Question).lose)
    reception.until(lambda: named(reception, ServiceRow, "Scalp massage").archived)
