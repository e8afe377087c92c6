"""One box for search and commands, and the sheet of keys."""
