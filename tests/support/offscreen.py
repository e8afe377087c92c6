"""What Qt says only of windows on a screen that is not there."""

OFFSCREEN_CANNOT = "This plugin does not support"
"""Raising a window, grabbing the keyboard, size hints: it begins a warning that says nothing about the program."""
