"""The tables of the replica. A change here needs a new VERSION: replicas of another one are thrown away."""

VERSION = 1

_ROW = "(scope INTEGER, kind TEXT, id TEXT, number INTEGER, body BLOB, PRIMARY KEY (scope, kind, id))"

_DESK = """CREATE TABLE desk (
    server TEXT, business_id TEXT, person_id TEXT, cursor TEXT, number INTEGER, complete INTEGER, suspect INTEGER,
    contact_at INTEGER
)"""

TABLES = (
    _DESK,
    "CREATE TABLE scope (key INTEGER PRIMARY KEY, name TEXT UNIQUE, state INTEGER, count INTEGER, hash TEXT)",
    f"CREATE TABLE row {_ROW}",
    f"CREATE TABLE staged {_ROW}",
    "CREATE TABLE done (id TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID",
)

FILLING = 0
"""New here: its snapshot goes straight in, so that the first cards show before the last ones are there."""

HELD = 1
"""As the server has it, up to the desk's number."""

STALE = 2
"""Held before; what is shown stays until the new snapshot is whole."""
