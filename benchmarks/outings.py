"""The outings that bout detection is measured on: who runs how, and what her watch is like."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.gait_truth import Outing, Step, Watch, generate


@dataclass(frozen=True)
class Person:
    """One runner's usual gaits."""

    run_spm: float
    run_mps: float
    walk_spm: float
    walk_mps: float


def person(rng: np.random.Generator) -> Person:
    """A runner coming back: slow to moderate, cadence 145 to 178 running and 98 to 122 walking."""
    run_mps = rng.uniform(2.1, 3.2)
    return Person(
        run_spm=float(np.clip(rng.normal(146 + 8 * run_mps, 6), 145, 182)),
        run_mps=run_mps,
        walk_spm=rng.uniform(98, 122),
        walk_mps=rng.uniform(1.15, 1.65),
    )


SLOW_JOG = Person(run_spm=140, run_mps=2.0, walk_spm=110, walk_mps=1.35)
SLOW_JOG_BRISK_WALK = Person(run_spm=142, run_mps=2.05, walk_spm=128, walk_mps=1.75)
LONG_LEGS = Person(run_spm=139, run_mps=2.6, walk_spm=100, walk_mps=1.4)
SHORT_LEGS = Person(run_spm=172, run_mps=2.2, walk_spm=128, walk_mps=1.5)


def run(who: Person, seconds: float, faster: float = 1.0) -> Step:
    return Step("run", seconds, who.run_spm * faster**0.25, who.run_mps * faster)


def walk(who: Person, seconds: float, faster: float = 1.0) -> Step:
    return Step("walk", seconds, who.walk_spm * faster**0.5, who.walk_mps * faster)


def stand(seconds: float) -> Step:
    return Step("stand", seconds)


def pause(seconds: float) -> Step:
    return Step("pause", seconds)


def intervals(who: Person, times: int, run_s: float, walk_s: float, rng: np.random.Generator) -> list[Step]:
    """Warm-up walk, repetitions as a person with a beeping watch does them, walk home."""
    steps = [stand(rng.uniform(2, 8)), walk(who, 300 + rng.uniform(-4, 4))]
    for _ in range(times):
        steps += [run(who, run_s + rng.uniform(-1, 2)), walk(who, walk_s + rng.uniform(-2, 1))]
    return [*steps, walk(who, 240), stand(rng.uniform(2, 6))]


def run_walk_outings(seeds: int) -> Iterator[tuple[str, Outing]]:
    """(scenario, outing): run-walk sessions of every kind, `seeds` of each."""
    for seed in range(seeds):
        rng = np.random.default_rng(1000 + seed)
        who = person(rng)

        def made(name: str, steps: list[Step], watch: Watch, seed: int = seed) -> tuple[str, Outing]:
            return name, generate(f"{name} {seed}", steps, watch, seed=seed * 101 + len(name))

        yield made("30 s bouts", intervals(who, 10, 30, 90, rng), Watch())
        yield made("1 min / 2 min", intervals(who, 8, 60, 120, rng), Watch())
        yield made("3 min / 1 min", intervals(who, 6, 180, 60, rng), Watch())
        yield made("10 min / 1 min", intervals(who, 3, 600, 60, rng), Watch())
        yield made("slow jog 140", intervals(SLOW_JOG, 6, 120, 90, rng), Watch())
        yield made("slow jog, brisk walk", intervals(SLOW_JOG_BRISK_WALK, 6, 120, 90, rng), Watch())
        yield made("long legs", intervals(LONG_LEGS, 6, 120, 90, rng), Watch())
        yield made("short legs", intervals(SHORT_LEGS, 6, 120, 90, rng), Watch())
        yield made(
            "buggy",
            intervals(who, 6, 120, 90, rng),
            Watch(held_arm_share=0.5, dropout_value=0.0, dropouts_per_h=20),
        )
        yield made("hills", _hills(who, rng), Watch(speed_noise_mps=0.2))
        yield made("drop-outs to null", intervals(who, 8, 60, 90, rng), Watch(dropouts_per_h=40, dropout_s=8))
        yield made(
            "drop-outs to zero",
            intervals(who, 8, 60, 90, rng),
            Watch(dropouts_per_h=40, dropout_s=8, dropout_value=0.0),
        )
        yield made("halved cadence", intervals(who, 6, 120, 90, rng), Watch(halves_per_h=40))
        yield made("smart recording", intervals(who, 8, 60, 90, rng), Watch(smart=True))
        yield made("poor GPS", intervals(who, 8, 60, 90, rng), Watch(speed_noise_mps=0.4, gps_loss_per_h=12))
        yield made("treadmill, no speed", intervals(who, 8, 60, 90, rng), Watch(speed="none"))
        yield made("treadmill, wrist", intervals(who, 8, 60, 90, rng), Watch(speed="wrist"))
        yield made("no cadence", intervals(who, 8, 60, 90, rng), Watch(cadence=False))
        yield made("bare track", intervals(who, 8, 60, 90, rng), Watch(bare_track=True))
        yield made("stops and auto-pause", _stops(who, rng), Watch())
        yield made("strides", _strides(who, rng), Watch())


def _hills(who: Person, rng: np.random.Generator) -> list[Step]:
    steps = [walk(who, 200)]
    for _ in range(6):
        steps += [
            run(who, rng.uniform(60, 120), 1.0),
            run(who, rng.uniform(30, 60), 0.8),
            walk(who, rng.uniform(30, 60), 0.75),
            walk(who, rng.uniform(30, 60), 1.1),
            run(who, rng.uniform(40, 80), 1.2),
            walk(who, rng.uniform(40, 80), 1.15),
        ]
    return steps


def _stops(who: Person, rng: np.random.Generator) -> list[Step]:
    steps = [walk(who, 240)]
    for _ in range(6):
        steps += [run(who, rng.uniform(60, 150)), stand(rng.uniform(8, 40)), run(who, rng.uniform(40, 80))]
        steps += [walk(who, rng.uniform(40, 90)), stand(3), pause(rng.uniform(5, 60)), walk(who, 30)]
    return steps


def _strides(who: Person, rng: np.random.Generator) -> list[Step]:
    steps = [walk(who, 300), run(who, 600)]
    for _ in range(6):
        steps += [walk(who, 60), run(who, rng.uniform(15, 22), 1.5)]
    return [*steps, walk(who, 180)]


def walk_outings(seeds: int) -> Iterator[tuple[str, Outing]]:
    """Nobody runs a step here."""
    for seed in range(seeds):
        rng = np.random.default_rng(2000 + seed)
        who = person(rng)
        brisk = Person(150, 2.4, 130, 1.9)
        downhill = Person(150, 2.4, 138, 1.05)
        yield "plain walk", generate("plain walk", [walk(who, 2400)], Watch(), seed)
        yield "brisk walk 1.9 / 130", generate("brisk walk", [walk(brisk, 2400)], Watch(), seed + 50)
        yield (
            "brisk walk, no cadence",
            generate("brisk walk", [walk(Person(0, 0, 122, 1.7), 2400)], Watch(cadence=False), seed),
        )
        steps = [walk(who, 400), *[s for _ in range(5) for s in (walk(who, 200, 0.7), walk(downhill, 40))]]
        yield "hike, steep descents", generate("hike", steps, Watch(spikes_per_h=10), seed)
        stairs = [s for _ in range(6) for s in (walk(who, 240), Step("walk", 25, 138, 0.55))]
        yield "walk with stairs", generate("stairs", stairs, Watch(), seed)


def continuous_outings(seeds: int) -> Iterator[tuple[str, Outing]]:
    """One gait from start to end: all moving time is running."""
    for seed in range(seeds):
        rng = np.random.default_rng(3000 + seed)
        who = person(rng)
        yield "easy run", generate("easy run", [run(who, 2400)], Watch(), seed)
        yield "slow jog 2.0 / 140", generate("slow jog", [run(SLOW_JOG, 1800)], Watch(), seed)
        yield (
            "run, halved cadence",
            generate("halved", [run(who, 2400)], Watch(halves_per_h=30, half_s=60), seed),
        )
        yield "run, no cadence", generate("no cadence", [run(who, 2400)], Watch(cadence=False), seed)
        yield (
            "run with stops",
            generate("stops", [s for _ in range(8) for s in (run(who, 280), stand(25))], Watch(), seed),
        )
        yield (
            "buggy run",
            generate("buggy run", [run(who, 2400)], Watch(held_arm_share=0.6, dropout_value=0.0), seed),
        )
        yield "treadmill run", generate("treadmill", [run(who, 1800)], Watch(speed="none"), seed)
        hills = [s for _ in range(10) for s in (run(who, 120, 0.75), run(who, 100, 1.2))]
        yield "hilly run", generate("hilly run", hills, Watch(speed_noise_mps=0.2), seed)
