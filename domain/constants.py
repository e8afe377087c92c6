"""Fixed figures that both sides must share. Durations are microseconds, like every instant."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

REVIEW_SESSION = 10 * MINUTE
"""From landing on Review to abandonment; one constant for page and server (row B2)."""

RETENTION = 24 * HOUR
"""A draft is removed this long after the client last engaged, unless the business sets 1 to 90 days (row B7)."""

RETENTION_DAYS = range(1, 91)

TOMBSTONE_RETENTION = 35 * DAY
"""How long the feed remembers removals, action answers and number tokens; an older cursor refetches."""

ACTION_BATCH = 100
"""The most actions one request may carry."""

REPLICA_LOCK = 72 * HOUR
"""A local copy that has had no contact with its server for this long is locked."""

PRODUCT = "deskbell"
"""How a server says that it is one of ours and not a login page or somebody else's API."""

API_VERSION = 1
"""The version of the conversation between desk and server; what one adds, the other passes over (promise R9)."""
