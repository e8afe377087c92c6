"""The locked desk: who works here, and a PIN to go on (row N21)."""
