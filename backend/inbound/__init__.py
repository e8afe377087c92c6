"""What comes back from clients by the providers of messages: texts, and what became of ours."""
