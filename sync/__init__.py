"""The client library of a desk. It knows no Qt and starts no thread.

An encrypted copy of what its person may see, an outbox for what she does, and the steps that keep both in agreement
with the server:

    with Desk.sign_in("http://127.0.0.1:8000", "ana@example.org", "password") as desk:
        desk.sync()
        drafts = [row for row in desk.rows("draft") if row.phase == "incomplete"]
        for row in drafts[:1]:
            desk.do(DismissDraft(row.id))
        desk.sync()

A program with threads composes the parts itself: `Session` (sync.session), `Api`, `Replica` and `Outbox` (sync.store),
and `Engine`, which reaches the stores through two runners. `project` (sync.projection) is what a screen shows. What can
go wrong is in sync.errors.
"""
