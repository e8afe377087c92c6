"""The Waitlist tab: who waits, as cards, and the form to add somebody."""
