"""Lives are made by `small_lives.py` beside these tests; let them import it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
