"""The rest of the outside world: one port, one file."""
