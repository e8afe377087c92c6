"""Qt item models and small screen states: immutable rows by id, precise change signals."""
