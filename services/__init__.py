"""Use cases that join the rooms, and the only place where permission is checked."""
