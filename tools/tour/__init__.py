"""The tour: the real window and a real backend, walked through as a receptionist would, with a picture at each step."""
