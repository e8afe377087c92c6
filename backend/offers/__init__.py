"""Offers: a time that came free is offered to who could have it, one after the other or to all at once (row N10)."""
