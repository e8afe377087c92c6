"""What must hold, whatever happens: looked at after every step of the server and of each desk.

It reads the domain's tables with statements of its own and remembers what left the house, so that it shares little
with the code it judges.
"""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from backend.channels.port import Outgoing
from backend.db.database import Database
from backend.feed.pull import read_cursor
from domain.permissions import Permission, Role, granted_scopes, permissions_of
from domain.wire.sync import SyncPage
from sync.store.replica import Replica
from tests.simulation import letters
from tests.simulation.reading import read
from tests.simulation.salon import Salon

_SHOWN_WRONGLY = (
    "SELECT f.kind, f.id FROM feed_rows f LEFT JOIN notices n ON f.kind = 'notice' AND n.id = f.id"
    " LEFT JOIN drafts d ON d.id = CASE f.kind WHEN 'draft' THEN f.id ELSE n.draft_id END"
    " WHERE (f.kind = 'draft' OR n.id IS NOT NULL) AND (d.phase IS NULL OR d.phase NOT IN ('incomplete', 'dismissed'))"
)
_OVERLAPS = (
    "SELECT a.id FROM busy a JOIN busy b ON a.team_member_id = b.team_member_id AND a.id < b.id"
    " AND a.start_at < b.end_at AND b.start_at < a.end_at"
    " WHERE a.held_until IS NULL OR b.held_until IS NULL OR a.appointment_id <> b.appointment_id"
)
_HELD_WRONGLY = (
    "SELECT o.id FROM offers o WHERE (o.status = 'open') <> EXISTS (SELECT 1 FROM busy b"
    " WHERE b.appointment_id = o.round_id AND b.client_id = o.client_id AND b.held_until = o.until)"
)
_HELD_FOR_NOTHING = (
    "SELECT b.id FROM busy b WHERE b.held_until IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM offers o WHERE o.round_id = b.appointment_id AND o.client_id = b.client_id AND o.status = 'open')"
)
_GIVEN_AWAY = "SELECT id FROM offers WHERE status = 'withdrawn' AND reason = 'taken'"
_OFFERED_TWICE = (
    "SELECT a.id FROM offers a JOIN offers b ON a.round_id = b.round_id AND a.id < b.id"
    " WHERE a.status = 'open' AND b.status = 'open' AND a.offered_at <> b.offered_at"
)
_ASKED_AGAIN = "SELECT round_id FROM offers GROUP BY round_id, client_id HAVING count(*) > 1"
_TAKEN_TWICE = "SELECT round_id FROM offers WHERE status = 'accepted' GROUP BY round_id HAVING count(*) > 1"
_TOO_LATE = "SELECT id FROM offers WHERE status = 'accepted' AND ended_at >= until OR until > start_at"
_NEVER_ENDS = (
    "SELECT o.id FROM offers o WHERE NOT EXISTS (SELECT 1 FROM due d WHERE d.subject = o.id"
    " AND d.task = CASE o.status WHEN 'open' THEN 'offer_deadline' ELSE 'forget_offer' END)"
)
_TWO_DRAFTS = (
    "SELECT client_id FROM drafts WHERE phase IN ('reviewing', 'incomplete', 'dismissed')"
    " GROUP BY 1 HAVING count(*) > 1"
)
_BOOKED_TWICE = "SELECT draft_id FROM appointments WHERE draft_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
_TIME_NOT_GIVEN_BACK = (
    "SELECT a.id FROM appointments a WHERE (a.status IN ('cancelled', 'no_show'))"
    " = EXISTS (SELECT 1 FROM busy b WHERE b.appointment_id = a.id)"
)
_TIME_ELSEWHERE = (
    "SELECT a.id FROM appointments a JOIN busy b ON b.appointment_id = a.id"
    " GROUP BY a.id, a.start_at, a.end_at HAVING min(b.start_at) <> a.start_at OR max(b.end_at) <> a.end_at"
)
_WAITS_NO_MORE = (
    "SELECT f.id FROM feed_rows f LEFT JOIN waitlist_notices n ON f.kind = 'notice' AND n.id = f.id"
    " JOIN waitlist_entries w ON w.id = CASE f.kind WHEN 'waitlist_entry' THEN f.id ELSE n.entry_id END"
    " WHERE w.status = 'booked' OR (w.status = 'removed' AND f.kind = 'notice')"
)
_RESTS_WRONGLY = (
    "SELECT id FROM drafts d WHERE snoozed_until IS NOT NULL AND (phase <> 'incomplete'"
    " OR NOT EXISTS (SELECT 1 FROM due WHERE task = 'wake_draft' AND subject = d.id))"
)
_RESTS_ELSEWHERE = (
    "SELECT d.id FROM drafts d JOIN feed_rows f ON f.kind = 'draft' AND f.id = d.id"
    " WHERE d.snoozed_until IS NOT json_extract(CAST(f.body AS TEXT), '$.snoozed_until')"
)
_WAKES_NOBODY = (
    "SELECT subject FROM due WHERE task = 'wake_draft'"
    " AND subject NOT IN (SELECT id FROM drafts WHERE snoozed_until IS NOT NULL)"
)
_DISMISSED_HOW = "SELECT id FROM drafts WHERE (phase = 'dismissed') <> (dismissal IS NOT NULL) AND phase <> 'converted'"
_TEXT_SHOWN_WRONGLY = (
    "SELECT f.id FROM feed_rows f LEFT JOIN replies r ON r.id = f.id LEFT JOIN drafts d ON d.id = r.draft_id"
    " WHERE f.kind = 'reply' AND (r.id IS NULL OR r.draft_id IS NOT NULL"
    " AND (d.phase IS NULL OR d.phase NOT IN ('incomplete', 'dismissed')))"
)
_INVARIANTS = {
    "a time is held without an open offer, or offered without being held (N10)": _HELD_WRONGLY,
    "a time is held for an offer that is over (N10)": _HELD_FOR_NOTHING,
    "a time that was held for somebody was given to somebody else (N10)": _GIVEN_AWAY,
    "a time is offered to the next while somebody may answer still (N10)": _OFFERED_TWICE,
    "somebody was asked twice for one time (N10)": _ASKED_AGAIN,
    "two clients were given one time that was offered (N10)": _TAKEN_TWICE,
    "an offer could be accepted after its deadline, or after the start (N10)": _TOO_LATE,
    "an offer never ends, or is never forgotten (N10)": _NEVER_ENDS,
    "the bell tells of a text that is gone, or of a draft that is in no list (B4, N7)": _TEXT_SHOWN_WRONGLY,
    "time is taken for what was given back, or not for what was not (N24)": _TIME_NOT_GIVEN_BACK,
    "an appointment takes another time than it says (N24)": _TIME_ELSEWHERE,
    "somebody who waits no more is still shown (B21)": _WAITS_NO_MORE,
    "staff are shown what they must not see (B4, B19)": _SHOWN_WRONGLY,
    "two appointments of one team member overlap (B2)": _OVERLAPS,
    "a client has two active drafts (B6)": _TWO_DRAFTS,
    "a draft became two appointments (B19)": _BOOKED_TWICE,
    "a card rests that is not in the list, or that nothing will wake (N7)": _RESTS_WRONGLY,
    "desks are told of another snooze than there is (N7)": _RESTS_ELSEWHERE,
    "a card is to be woken that does not rest (N7)": _WAKES_NOBODY,
    "a dismissal is not what is known of it (N8)": _DISMISSED_HOW,
}
_MESSAGE = (
    "SELECT substr(m.subject, 7) AS draft_id, m.cycle, m.channel, m.ledger_key IS NOT NULL AS automatic, d.phase,"
    " d.client_id, d.engaged_at, c.email_opted_out_at, c.sms_opted_out_at, c.email, coalesce(c.zone, l.zone) AS zone"
    " FROM messages m LEFT JOIN drafts d ON d.id = substr(m.subject, 7)"
    " LEFT JOIN clients c ON c.id = d.client_id LEFT JOIN locations l ON l.id = d.location_id"
    " WHERE m.id = :id AND m.subject LIKE 'draft:%'"
)
_ABOUT_OFFER = (
    "SELECT o.status, o.until, m.channel, c.email_opted_out_at, c.sms_opted_out_at FROM messages m"
    " LEFT JOIN offers o ON o.id = substr(m.subject, 7) LEFT JOIN clients c ON c.id = m.client_id"
    " WHERE m.id = :id AND m.subject LIKE 'offer:%'"
)
_BOOKED_SINCE = "SELECT count(*) FROM appointments WHERE client_id = :client AND made_at >= :since"
_BOOKED_AS_ANOTHER = (
    "SELECT count(*) FROM appointments a JOIN clients c ON c.id = a.client_id"
    " WHERE c.email = :email AND a.made_at > :since AND a.status <> 'cancelled'"
)
_ROLES = (
    "SELECT r.location_id, r.role FROM person_roles r JOIN people p ON p.id = r.person_id"
    " WHERE r.person_id = :person AND NOT p.disabled"
)
_MATRIX = "SELECT location_id, role, permission FROM role_permissions"
_PHASES = "SELECT id, phase FROM drafts"
_TOKEN = "SELECT token FROM feed_numbers WHERE number = :number"
_FED = "SELECT scope, kind, id, number FROM feed_rows"
_HELD = "SELECT s.name, r.kind, r.id, r.number FROM row r JOIN scope s ON s.key = r.scope"


class _Sent(NamedTuple):
    """One delivery about a draft. `automatic` ones are counted by cycle."""

    message: str
    draft: str
    cycle: int
    channel: str
    automatic: bool


class Oracle:
    """The memory of a run."""

    def __init__(self, salon: Salon) -> None:
        self._salon = salon
        self._handed: dict[str, _Sent] = {}
        self._delivered: list[_Sent] = []
        self._since_backup = 0
        self._on_their_way: frozenset[str] = frozenset()
        self._asked: Counter[str] = Counter()
        self._believed: dict[Path, tuple[str, int]] = {}
        self._told: set[tuple[object, ...]] = set()
        self._told_before: frozenset[tuple[object, ...]] = frozenset()
        self._stopped: set[str] = set()
        self._stopped_before: frozenset[str] = frozenset()
        self._written = 0
        self.restores = 0
        self.clock_went_back = False
        """Then what came first cannot be told from the times in the database."""
        self.violations: list[str] = []

    def violated(self, what: str) -> None:
        """Remembers it; the run ends with the first."""
        self.violations.append(what)

    # The server

    def look(self, database: Database) -> None:
        """After a step of the server."""
        if read(database, "SELECT count(*) FROM replies")[0][0] > self._written:
            self.violated("there are more answers than anybody wrote (N7)")
        for name, statement in _INVARIANTS.items():
            if wrong := read(database, statement):
                self.violated(f"{name}: {tuple(wrong[0])}")

    def backed_up(self, on_their_way: frozenset[str]) -> None:
        """From here on the server may forget what it did; messages that are on their way it will send (again)."""
        self._since_backup = len(self._delivered)
        self._on_their_way = on_their_way
        self._stopped_before = frozenset(self._stopped)
        self._told_before = frozenset(self._told)

    def restored(self) -> None:
        """What the server did since the backup it may do again, except for what people asked for by hand."""
        before, since = self._delivered[: self._since_backup], self._delivered[self._since_backup :]
        by_hand = [sent for sent in since if not sent.automatic and sent.message not in self._on_their_way]
        for sent in since:
            self._handed.pop(sent.message, None)
        self._delivered = before + by_hand
        self._stopped &= self._stopped_before
        self._told &= self._told_before
        self.restores += 1

    # What clients write

    def wrote(self) -> None:
        """A client wrote to the salon, once however often it is brought."""
        self._written += 1

    def wants_no_texts(self, database: Database, phone: str) -> None:
        """The server has heard her stop. It is nobody's word yet when the number is nobody's."""
        if read(database, "SELECT id FROM clients WHERE phone = :phone", {"phone": phone}):
            self._stopped.add(phone)

    def wants_texts(self, phone: str) -> None:
        """It may have heard her start."""
        self._stopped.discard(phone)

    # Messages

    def asked(self, draft_id: str) -> None:
        """A person pressed Send reminder."""
        self._asked[draft_id] += 1

    def handed_over(self, database: Database, message: Outgoing) -> None:
        """A message goes to the provider: it must be wanted now, and never have gone before (B8, B20, N2, R5)."""
        for fault in letters.wrong(database, message):
            self.violated(fault)
        for offer in read(database, _ABOUT_OFFER, {"id": message.id}):
            if offer.status != "open":
                self.violated(f"a client was offered a time by an offer that is {offer.status} (N10)")
            if getattr(offer, f"{offer.channel}_opted_out_at") is not None:
                self.violated("a time was offered to someone who opted out (N10, B20)")
        found = read(database, _MESSAGE, {"id": message.id})
        if not found:
            return  # a one-time code, or an offer
        about = found[0]
        if message.channel == "sms" and message.to in self._stopped:
            self.violated("a text went to a client who had said stop (S5)")
        if about.phase != "incomplete":
            self.violated(f"a message went about a draft that is {about.phase} (B20, N2)")
            return
        if getattr(about, f"{about.channel}_opted_out_at") is not None:
            self.violated("a message went to someone who opted out (B20)")
        self._wanted(database, message.at, about)
        if message.id in self._handed:
            self.violated("a message that went out was sent again (R5)")

    def _wanted(self, database: Database, at: int, about: Any) -> None:
        """Nobody who has booked hears of it, under whatever name (N2), and nobody is written to at night (N11)."""
        since = {"client": about.client_id, "email": about.email, "since": about.engaged_at}
        if read(database, _BOOKED_SINCE, since)[0][0] and not self.clock_went_back:
            self.violated("a message went to someone who has booked (N2)")
        if read(database, _BOOKED_AS_ANOTHER, since)[0][0] and not self.clock_went_back:
            self.violated("a message went to someone who has booked under another name (N2)")
        if about.automatic and not _is_day(at, about.zone):
            self.violated("an automatic message went in the client's night (N11)")

    def delivered(self, database: Database, message: Outgoing) -> None:
        """The provider has it, whatever the server will know of that."""
        told = letters.once(database, message)
        if told is not None and told in self._told:
            self.violated(f"{told[2]} went twice about one occasion (R5)")
        if told is not None:
            self._told.add(told)
        found = read(database, _MESSAGE, {"id": message.id})
        if not found:
            return
        about = found[0]
        sent = _Sent(message.id, about.draft_id, about.cycle, about.channel, bool(about.automatic))
        self._handed[message.id] = sent
        self._count(sent)
        self._delivered.append(sent)

    def _count(self, sent: _Sent) -> None:
        same = [s for s in self._delivered if (s.draft, s.channel) == (sent.draft, sent.channel)]
        if sent.automatic and any(s.automatic and s.cycle == sent.cycle for s in same):
            self.violated("two automatic reminders for one abandonment and channel (B8)")
        by_hand = 1 + sum(not s.automatic for s in same)
        if not sent.automatic and by_hand > self._asked[sent.draft]:
            self.violated("a reminder by hand went more often than it was asked for (B14)")

    # What desks are given

    def given(self, database: Database, person_id: str, page: SyncPage) -> None:
        """A page or event that a desk of this person gets: only what she may see, nothing in review (B4, B18, S4)."""
        granted = scopes_of(database, self._salon.business_id, person_id)
        phases = dict(read(database, _PHASES))
        rows = [*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows)]
        for row in rows:
            if row.scope not in granted:
                self.violated(f"a desk was given {row.kind} of {row.scope}, which its person may not see (B18)")
            if row.kind == "draft" and phases.get(row.id) not in {"incomplete", "dismissed"}:
                self.violated(f"a desk was given a draft that is {phases.get(row.id)} (B4)")

    def claims(self, database: Database, person_id: str, replica: Replica) -> None:
        """A copy that has its server's newest number is its server's copy, and nothing ever makes it doubt itself."""
        if not replica.verified():
            self.violated("a copy did not add up with what the server said of it")
        text = replica.cursor() or ""
        newest = read(database, "SELECT number FROM businesses")[0].number
        if (text, newest) == self._believed.get(replica._path):
            return
        self._believed[replica._path] = text, newest
        cursor = read_cursor(text)
        if cursor is None or not replica.complete():
            return
        token = read(database, _TOKEN, {"number": cursor.number})
        granted = scopes_of(database, self._salon.business_id, person_id)
        if cursor.number != newest or not token or token[0].token != cursor.token or set(granted) != set(cursor.held):
            return
        fed = {tuple(row) for row in read(database, _FED) if row.scope in granted}
        held = {tuple(row) for row in replica._database.run(_HELD)}
        if fed != held:
            self.violated(f"a copy at the newest number differs from its server: {sorted(fed ^ held)[:3]}")


def _is_day(at: int, zone: str) -> bool:
    return 8 <= dt.datetime.fromtimestamp(at // 1_000_000, ZoneInfo(zone)).hour < 21


def scopes_of(database: Database, business_id: str, person_id: str) -> tuple[str, ...]:
    """What the person's desk may hold, from the tables of roles."""
    matrices: dict[str, dict[Role, frozenset[Permission]]] = {}
    for at, role, permission in read(database, _MATRIX):
        matrix = matrices.setdefault(at, {})
        matrix[Role(role)] = matrix.get(Role(role), frozenset()) | {Permission(permission)}
    roles: dict[str, list[Role]] = {}
    for place, role in read(database, _ROLES, {"person": person_id}):
        roles.setdefault(place, []).append(Role(role))
    grants = {place: permissions_of(held, matrices.get(place, {})) for place, held in roles.items()}
    return granted_scopes(business_id, person_id, grants)
