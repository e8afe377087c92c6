"""Book for client: the appointment form."""
