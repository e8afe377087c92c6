"""What runs outside the GUI thread and what reaches out of the program: lanes, the store, network, keychain, dialer."""
