"""How many random lives are lived; what they met is printed by the conftest of all tests.

An act with the look that answers it takes some 45 ms of processor time (`python -m benchmarks.lives`), and of
30 lives one is lived up to four times more, changed. The default is what the twenty minutes of all tests on
two cores leave room for; STRIDEGATE_LIVES=300 takes some two minutes more, and `make soak` lives 10,000
(`benchmarks/soak_lives.py`).
"""

import os

#: Random lives in all, over all blocks.
COUNT = int(os.environ.get("STRIDEGATE_LIVES", "200"))
