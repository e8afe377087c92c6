"""What a desk and its server promise each other, shown against the fake server and the real one alike."""
