"""Settings: automated messages, and what the demo kept of them."""
