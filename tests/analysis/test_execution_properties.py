"""What holds of every session, however it was prescribed and run."""

from collections.abc import Sequence
from dataclasses import fields

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.execution import Execution, compare_execution
from analysis.schema import Bouts

#: Boldest last.
BOLDNESS = {"exceeded": 0, "partly": 1, "not_comparable": 1, "as_prescribed": 2}

Spell = tuple[str, int]
REPETITIONS = st.lists(
    st.tuples(st.sampled_from([30, 60, 90, 180, 600]), st.sampled_from([30, 60, 90, 270])),
    min_size=1,
    max_size=5,
)
ENDS = st.sampled_from([0, 60, 300])
ANYTHING = st.lists(
    st.tuples(st.sampled_from("RRRWWSP"), st.integers(1, 400), st.integers(0, 100)), min_size=1, max_size=14
)


@st.composite
def prescriptions(draw: st.DrawFn) -> list[Spell]:
    """Warm-up, repetitions, cool-down; neither of the ends need be there."""
    inner = [spell for run, walk in draw(REPETITIONS) for spell in (("R", run), ("W", walk))]
    spells = [("W", draw(ENDS)), *inner[:-1], ("W", draw(ENDS))]
    return [spell for spell in spells if spell[1] > 0]


@st.composite
def sessions_near(draw: st.DrawFn, spells: Sequence[Spell]) -> list[Spell]:
    """Each step within its tolerance or a second or two beside it."""
    done = []
    for letter, size in spells:
        room = max(6, size // 10) + 1
        longest = room if letter == "R" else size
        done.append((letter, max(1, size + draw(st.integers(-room, longest)))))
    return done


def text_of(spells: Sequence[Spell]) -> str:
    return " ".join(f"{letter}{size // 60}:{size % 60}" for letter, size in spells)


def merged(spells: Sequence[Spell]) -> list[Spell]:
    out: list[Spell] = []
    for letter, size in spells:
        if out and out[-1][0] == letter:
            out[-1] = (letter, out[-1][1] + size)
        elif size > 0:
            out.append((letter, size))
    return out


def walked_instead(spells: Sequence[Spell], spans: Sequence[tuple[int, int]]) -> list[Spell]:
    """The session with walking in place of running in each `[from, to)` second."""
    seconds = [letter for letter, size in spells for _ in range(size)]
    for start, stop in spans:
        seconds[start:stop] = ["W"] * len(seconds[start:stop])
    return merged([(letter, 1) for letter in seconds])


def doubted(frame: pl.DataFrame, shares: Sequence[float]) -> pl.DataFrame:
    """Each running or walking bout with that share of its seconds uncertain."""
    share = pl.Series(shares, dtype=pl.Float64).extend_constant(0.0, max(0, frame.height - len(shares)))
    gait = pl.col("kind") != "pause"
    size_s = pl.col("end_s") - pl.col("start_s")
    return frame.with_columns(
        uncertain_s=pl.when(gait).then((size_s * share.head(frame.height)).floor()).otherwise(0.0)
    )


@settings(max_examples=40, deadline=None)
@given(plan=prescriptions(), spells=ANYTHING)
def test_totals_add_up(bouts, prescribed, tolerances, plan, spells) -> None:
    done = bouts(" ".join(f"{letter}{size // 60}:{size % 60}~{min(size, u)}" for letter, size, u in spells))
    assume(any(letter in "RW" for letter, _, _ in spells))

    steps = compare_execution(done, prescribed(text_of(plan)), tolerances=tolerances).steps

    run = done.filter(pl.col("kind") == "run")
    rows = steps.filter(pl.col("kind") == "run")
    walk_s = done.filter(pl.col("kind") == "walk").select((pl.col("end_s") - pl.col("start_s")).sum()).item()
    assert abs(rows["actual_s"].sum() - (run["end_s"] - run["start_s"]).sum()) < 1e-6
    assert abs(rows["actual_m"].sum() - run["distance_m"].sum()) < 1e-6
    assert abs(rows["uncertain_s"].sum() - run["uncertain_s"].sum()) < 1e-6
    assert steps.filter(pl.col("kind") == "walk")["actual_s"].sum() <= walk_s + 1e-6
    assert steps.select(
        ((pl.col("certain_s") + pl.col("uncertain_s") - pl.col("actual_s")).abs() < 1e-6).all()
    ).item()
    assert steps["step_index"].drop_nulls().to_list() == list(range(len(plan)))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), plan=prescriptions())
def test_more_running_never_turns_exceeded_into_as_prescribed(
    bouts, prescribed, tolerances, data, plan
) -> None:
    """Said the other way round: what is a part of a session as prescribed never exceeds it."""
    more = merged(data.draw(sessions_near(plan)))
    total = sum(size for _, size in more)
    spans = data.draw(st.lists(st.tuples(st.integers(0, total), st.integers(1, 200)), max_size=4))
    less = walked_instead(more, [(start, start + size) for start, size in spans])

    with_more = compare_execution(bouts(text_of(more)), prescribed(text_of(plan)), tolerances=tolerances)
    with_less = compare_execution(bouts(text_of(less)), prescribed(text_of(plan)), tolerances=tolerances)

    assert not (with_less.outcome == "exceeded" and with_more.outcome == "as_prescribed")


@settings(max_examples=40, deadline=None)
@given(data=st.data(), plan=prescriptions())
def test_a_session_without_one_of_its_repetitions_is_never_as_prescribed(
    bouts, prescribed, tolerances, data, plan
) -> None:
    done = merged(data.draw(sessions_near(plan)))
    whole = compare_execution(bouts(text_of(done)), prescribed(text_of(plan)), tolerances=tolerances)
    assume(whole.outcome == "as_prescribed")
    gone = data.draw(st.sampled_from([at for at, (letter, _) in enumerate(done) if letter == "R"]))
    walked = merged([("W", size) if at == gone else (letter, size) for at, (letter, size) in enumerate(done)])
    left_out = merged([spell for at, spell in enumerate(done) if at != gone]) or [("W", 60)]

    for text in (text_of(walked), text_of(left_out)):
        rest = compare_execution(bouts(text), prescribed(text_of(plan)), tolerances=tolerances)
        assert rest.outcome == "partly", text


@settings(max_examples=40, deadline=None)
@given(
    data=st.data(),
    plan=prescriptions(),
    shares=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=14),
)
def test_more_doubt_is_never_bolder(bouts, prescribed, tolerances, data, plan, shares) -> None:
    near = st.one_of(
        sessions_near(plan), st.lists(st.tuples(st.sampled_from("RW"), st.integers(1, 400)), min_size=1)
    )
    done = bouts(text_of(merged(data.draw(near))))
    little = doubted(done, [low * high for low, high in shares])
    much = doubted(done, [high for _, high in shares])

    before = compare_execution(little, prescribed(text_of(plan)), tolerances=tolerances)
    after = compare_execution(much, prescribed(text_of(plan)), tolerances=tolerances)

    assert BOLDNESS[after.outcome] <= BOLDNESS[before.outcome]
    assert after.confidence_0_1 <= before.confidence_0_1 + 1e-9


@settings(max_examples=40, deadline=None)
@given(plan=prescriptions(), spells=ANYTHING, by_s=st.integers(1, 10_000))
def test_a_time_shift_changes_nothing_but_times(bouts, prescribed, tolerances, plan, spells, by_s) -> None:
    done = bouts(text_of([(letter, size) for letter, size, _ in spells]))
    later = Bouts.validate(done.with_columns(pl.col("start_s", "end_s") + by_s))

    at_once = compare_execution(done, prescribed(text_of(plan)), tolerances=tolerances)
    after = compare_execution(later, prescribed(text_of(plan)), tolerances=tolerances)

    assert_frame_equal(at_once.steps.with_columns(pl.col("start_s", "end_s") + by_s), after.steps)
    assert scalars(at_once) == scalars(after)


def scalars(execution: Execution) -> list[object]:
    return [getattr(execution, field.name) for field in fields(execution) if field.name != "steps"]


@settings(max_examples=40, deadline=None)
@given(plan=prescriptions(), spells=ANYTHING)
def test_the_outcome_follows_from_its_reasons(bouts, prescribed, tolerances, plan, spells) -> None:
    """No outcome but "as prescribed" is without a reason, and that has none."""
    assume(any(letter in "RW" for letter, _, _ in spells))
    done = bouts(text_of([(letter, size) for letter, size, _ in spells]))

    execution = compare_execution(done, prescribed(text_of(plan)), tolerances=tolerances)

    assert (execution.outcome == "as_prescribed") == (not execution.reasons)
    assert 0 <= execution.confidence_0_1 <= 1
