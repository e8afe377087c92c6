"""What goes wrong, and how often. Each seed draws its own kinds and rates, so that a run is about some of them."""

import random
from enum import StrEnum


class Fault(StrEnum):
    """One thing that the world does to a request, a stream, a machine or a message."""

    DROP = "drop"
    LATE = "late"
    LOSE_ANSWER = "lose answer"
    TWICE = "twice"
    SLOW = "slow"
    CUT = "cut"
    STATUS_BEFORE = "status before"
    STATUS_AFTER = "status after"
    CONTENT_TYPE = "content type"
    LOGIN_PAGE = "login page"
    STREAM_DROPS = "stream drops"
    STREAM_REPEATS = "stream repeats"
    STREAM_REORDERS = "stream reorders"
    STREAM_CUTS = "stream cuts"
    PROVIDER_REJECTS = "provider rejects"
    PROVIDER_NOT_SENT = "provider not sent"
    PROVIDER_UNCERTAIN = "provider uncertain"
    PROVIDER_KILLS = "provider kills"
    SERVER_DIES = "server dies"
    DESK_DIES = "desk dies"
    KEYCHAIN = "keychain"


def _named(prefix: str) -> tuple[Fault, ...]:
    return tuple(kind for kind in Fault if kind.startswith(prefix))


_STREAM, _PROVIDER = _named("stream"), _named("provider")
_ALONE = {Fault.SERVER_DIES: (0.0, 0.002, 0.01), Fault.DESK_DIES: (0.0, 0.001, 0.004), Fault.KEYCHAIN: (0.0, 0.05, 0.2)}
_REQUEST = tuple(kind for kind in Fault if kind not in {*_STREAM, *_PROVIDER, *_ALONE})
_TOTALS = (0.02, 0.1, 0.3)
"""How much of what could go wrong does, over all kinds of a group together."""


class Weather:
    """Decides whether a fault happens now. `clear` ends all of them."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._rates = {kind: rng.choice(rates) for kind, rates in _ALONE.items()}
        for group in (_REQUEST, _STREAM, _PROVIDER):
            kinds = rng.sample(group, rng.randint(1, len(group)))
            self._rates |= dict.fromkeys(kinds, rng.choice(_TOTALS) / len(kinds))

    def strikes(self, kind: Fault) -> bool:
        """Whether this fault happens now."""
        return self._rng.random() < self._rates.get(kind, 0.0)

    def clear(self) -> None:
        """Nothing goes wrong from now on."""
        self._rates = {}

    def __str__(self) -> str:
        return ", ".join(f"{kind} {rate:.3f}" for kind, rate in sorted(self._rates.items()) if rate)
