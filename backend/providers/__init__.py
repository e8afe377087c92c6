"""By whose providers a business sends: its own mail server and SMS account, tried out and kept."""
