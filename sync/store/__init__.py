"""The two files of a desk: the replica, which can always be fetched again, and the outbox, which cannot."""
