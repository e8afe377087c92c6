"""How Deskbell looks: colours by role, fonts, icons, and the few small widgets that every screen shares."""
