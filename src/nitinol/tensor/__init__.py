"""The tensor that users hold: its class, making it from data, and taking data out of it."""
