"""The demo salon: built anew at each start, so that it is as fresh as on the first day."""
