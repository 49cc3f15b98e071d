"""How many random lives are lived; what they met is printed by the conftest of all tests.

An act with the look that answers it takes some 45 ms of processor time (`python -m benchmarks.lives`), and of
30 lives one is lived up to four times more, changed. With the twenty on both databases they are three hundred
in all; `make soak` lives 10,000 (`benchmarks/soak_lives.py`).
"""

import os

#: Random lives on SQLite, over all blocks.
COUNT = int(os.environ.get("STRIDEGATE_LIVES", "280"))
