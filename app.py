"""Web front door."""
