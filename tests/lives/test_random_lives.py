"""Random lives, lived through the services on both databases, against the laws and the oracle."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.databases import fresh_postgresql
from tests.lives.conftest import COUNT
from tests.lives.facts import Json
from tests.lives.generator import lives, random_life
from tests.lives.laws import broken_laws, keys_of
from tests.lives.pairs import PROPERTY, kept, pairs_of
from tests.lives.twins import broken_twins

pytestmark = pytest.mark.slow

#: One class a block, since whole classes are given to a worker. One life in so many is lived again, changed.
BLOCKS, ON_POSTGRESQL, TWIN_EACH, DRAWN = 20, 20, 30, 10


def run_life(life: Json, **more: Any) -> list[Json]:
    from ui.terminal.live import run_life as through_the_services

    return through_the_services(life, **more)


class _Block:
    """The seeds of one block."""

    block = 0

    def test_no_life_breaks_a_law(self, record_property: Callable[[str, object], None]) -> None:
        met: Counter[tuple[str, str]] = Counter()
        for seed in range(self.block, COUNT, BLOCKS):
            life = random_life(seed)
            answers = run_life(life)
            assert broken_laws(life, answers) == [], f"seed {seed}"
            if seed % TWIN_EACH == 0:
                assert broken_twins(life, answers, run_life) == [], f"seed {seed}"
            met.update(pairs_of(life, answers))
        record_property(PROPERTY, kept(met))


for _number in range(BLOCKS):
    globals()[f"TestBlock{_number:02}"] = type(f"TestBlock{_number:02}", (_Block,), {"block": _number})


class TestOnPostgresql:
    @pytest.mark.parametrize("seed", range(1000, 1000 + ON_POSTGRESQL))
    def test_no_life_breaks_a_law(self, seed: int) -> None:
        """And each act is answered as on SQLite. A restore is of a file, which PostgreSQL is not."""
        life = random_life(seed)
        life["acts"] = [act for act in life["acts"] if act["act"] != "restore"]
        answers = run_life(life, database_url=fresh_postgresql())

        assert broken_laws(life, answers) == []
        assert [_told(answer) for answer in run_life(life)] == [_told(answer) for answer in answers]


class TestDrawn:
    @settings(max_examples=DRAWN, deadline=None, suppress_health_check=list(HealthCheck))
    @given(life=lives(acts=12))
    def test_no_drawn_life_breaks_a_law(self, life: Json) -> None:
        """Short lives that shrink: what breaks here is told in few acts."""
        assert broken_laws(life, run_life(life)) == []


def _told(answer: Json) -> Json:
    """An answer without the ids that a store gives."""
    alerts = sorted(f"{alert['kind']} to {alert['to']}" for alert in answer["alerts"])
    return {**answer, "open_findings": sorted(keys_of(answer)), "alerts": alerts, "message": None}
