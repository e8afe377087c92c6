"""What every test may use: the fixtures of tests/support that are not bound to one folder."""
