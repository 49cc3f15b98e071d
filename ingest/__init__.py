"""Bytes to Activity. Knows files; knows no people and no plans."""
