"""Who signs in at a bench's desk. Apart from the rest, so that a desk that is measured loads nothing of the backend."""

EMAIL = "owner@example.org"
PASSWORD = "a password of the bench"
