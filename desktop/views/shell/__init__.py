"""The frame around every screen: rail, bar, toasts, and the window that holds them."""
