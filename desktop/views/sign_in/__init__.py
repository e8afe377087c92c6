"""Signing in, and what went wrong with it in words."""
