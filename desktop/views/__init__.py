"""Widgets, a folder a screen. A view is given rows and says what is asked for; it knows no store and no network."""
