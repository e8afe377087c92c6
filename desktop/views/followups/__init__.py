"""The Follow-ups panel: incomplete bookings as cards."""
