"""Frames to frames: bouts, summary, execution, weeks. Knows no files, no SQL, no screen."""
