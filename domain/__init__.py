"""What the desktop and the backend agree on: wire types and pure rules. No clock, no database, no Qt, no HTTP."""
