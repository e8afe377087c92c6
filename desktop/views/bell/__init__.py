"""The bell's list (row B5)."""
