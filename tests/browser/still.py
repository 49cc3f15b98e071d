"""The app with its clock standing still, for pictures that are the same at every making."""

import os
import runpy
from datetime import datetime
from pathlib import Path

from ui import desk

desk.clock = lambda: datetime.fromisoformat(os.environ["STRIDEGATE_STILL"])
runpy.run_path(str(Path(__file__).parents[2] / "app.py"), run_name="__main__")
