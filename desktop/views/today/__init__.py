"""Today: what waits, who comes next."""
