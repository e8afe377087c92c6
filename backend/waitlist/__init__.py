"""The waitlist: who waits for what, when it would do, and whom a freed time suits (rows B21, B22)."""
