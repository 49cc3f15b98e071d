"""Plans as data, symptoms, gates, decisions. Pure Python: no frames, no SQL, no clock, no screen."""
