"""Changing places at a desk: whose session is at it, and whose waits aside. On the sign-in lane."""

from contextlib import suppress

from desktop.desk.files import forget_strangers
from desktop.desk.means import Means
from desktop.desk.people import GUESSES, Guess, Known
from sync.errors import KeychainUnavailable
from sync.owner import Owner
from sync.session import Session

_People = tuple[Known, ...]


class Seats:
    """Each method may wait for the keychain, and only `shut_out` and `by_password` for the network."""

    def __init__(self, means: Means) -> None:
        self.means = means

    def seated(self, session: Session, owner: Owner, *, by_password: bool) -> _People:
        """Somebody is at the desk. Who has signed in by her password is known from now on."""
        people, tokens = self.means.people, session.tokens
        if by_password:
            self._forget_strangers(owner)
        if by_password and tokens is not None:
            people.welcome(owner, tokens.person_name, session.base_url)
        return people.read()

    def removed(self, owner: Owner) -> _People:
        """She has signed out."""
        self.means.people.remove(owner)
        return self.means.people.read()

    def by_pin(self, known: Known, pin: str, mine: Session | None, *, own: bool) -> tuple[Guess, Session | None]:
        """A guess, and if it was right and not `own`, at a desk that is open, her session; None when there is none.

        Raises KeychainUnavailable.
        """
        guess = self.means.people.guess(known.owner, pin)
        if not guess.right or own:
            return guess, None
        session = self.means.session(known.base_url)
        if session.resume() and session.owner == known.owner:
            return guess, session
        self._make_room(mine, session)
        found = self.means.session(known.base_url)
        here = found.bring_back(known.owner.person_id) and found.owner == known.owner
        return guess, found if here else None

    def by_password(self, session: Session, mine: Session | None, *, own: bool) -> _People:
        """Who has signed in aside sits down: over her own work, or in place of whoever was there."""
        owner, tokens = session.owner, session.tokens
        name = tokens.person_name if tokens else ""
        if own and mine is not None:
            mine.adopt(session)
        else:
            at_desk = self.means.session(session.base_url)
            at_desk.resume()
            self._make_room(mine, at_desk)
            session.sit_down()
        self.means.people.welcome(owner, name, session.base_url)
        return self.means.people.read()

    def shut_out(self, known: Known, mine: Session | None) -> _People:
        """Her session ends here and, when it can be reached, on the server."""
        if mine is not None:
            mine.sign_out()
        else:
            for place in ("", known.owner.person_id):
                session = self.means.session(known.base_url)
                if session.resume(place) and session.owner == known.owner:
                    session.sign_out()
        return self.means.people.read()

    def change_pin(self, session: Session, owner: Owner, before: str, pin: str) -> tuple[Guess, _People]:
        """A new PIN, if the one before was right or there was none. Raises KeychainUnavailable."""
        people, guess = self.means.people, Guess(True, GUESSES)
        known, tokens = people.get(owner), session.tokens
        if known is not None and known.pin:
            guess = people.guess(owner, before)
        if guess.right:
            if known is None:
                people.welcome(owner, tokens.person_name if tokens else "", session.base_url)
            people.set_pin(owner, pin)
        elif not guess.left and known is not None:
            self.shut_out(known, session)
        return guess, people.read()

    def _forget_strangers(self, owner: Owner) -> None:
        """Only when it is known who is none."""
        with suppress(KeychainUnavailable):
            forget_strangers(self.means.folder, [owner, *self.means.people.owners()])

    def _make_room(self, mine: Session | None, at_desk: Session) -> None:
        """Who is at the desk leaves it to the next one: who has a PIN comes back by it."""
        leaving = mine if mine is not None else at_desk
        if leaving.tokens is not None:
            leaving.set_aside()
