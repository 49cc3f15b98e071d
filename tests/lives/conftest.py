"""How many random lives are lived; what they met is printed by the conftest of all tests.

The default is what about six minutes of processor time allow, the found and the worked lives included: an act
with the look that answers it takes some 50 ms, 65 on a busy machine (`python -m benchmarks.lives`), and of 15
lives one is lived up to four times more, changed. STRIDEGATE_LIVES=300 lives 300, `make soak` 10,000.
"""

import os

#: Random lives in all, over all blocks.
COUNT = int(os.environ.get("STRIDEGATE_LIVES", "160"))
