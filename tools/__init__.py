"""What dev.py hands over to."""
