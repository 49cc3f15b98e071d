"""How many random lives are lived; what they met is printed by the conftest of all tests.

The default is what the twenty minutes of all tests on two cores leave room for: an act with the look that
answers it takes 50 to 65 ms of processor time (`python -m benchmarks.lives`), and of 15 lives one is lived up
to four times more, changed. STRIDEGATE_LIVES=300 lives 300, `make soak` 10,000.
"""

import os

#: Random lives in all, over all blocks.
COUNT = int(os.environ.get("STRIDEGATE_LIVES", "60"))
