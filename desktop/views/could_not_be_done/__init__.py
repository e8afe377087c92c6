"""What this desk asked for and the server refused, with reasons (row N3)."""
