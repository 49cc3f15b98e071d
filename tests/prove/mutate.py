"""Change `program/` in every small way and see whether the tests notice.

`python tests/prove/mutate.py [MODULE...]`: mutmut makes the mutants, in a copy of the tree. The tests are
collected once; each mutant runs in a fork, the tests that noticed its neighbours first, until one fails. The
table goes to docs/mutation.md; with names of modules (`facts.view`) only these are run again and their rows
exchanged. Fails under 95 %, and where a row is of other code than today's. A mutant that no test reaches
counts as a survivor.
"""

import gc
import hashlib
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper, wraps
from pathlib import Path
from typing import Any, ClassVar

import pytest
from _pytest.tmpdir import tmppath_result_key
from mutmut.mutation import trampoline
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutation.md"
GOAL = 0.95
COPIED = ("program", "tests/program", "tests/spec", "docs/generated", "docs/cases")
#: The campaigns over random weeks are left out: chance is no witness for one mutant.
LEFT_OUT = ("test_weeks_go_by.py", "test_worse_is_never_bolder.py")
#: What Hypothesis marks its tests with.
_DRAWN = "is_hypothesis_test"
FACTS_FIRST = ("facts", "evaluate", "gates", "decide", "counterfactual", "redflags")
#: How many tests of wide reach are tried before the quick ones.
MOST_TELLING = 25
#: A mutant that computes this much longer than its tests do without it runs for ever.
LIMIT_CPU_S = 20
LIMIT_MEMORY_BYTES = 4 << 30
ROW = re.compile(
    r"^\| `(?P<module>[\w.]+)` \| `(?P<sha>\w+)` \| (?P<all>\d+) \| (?P<seen>\d+) \| (?P<left>.*) \|$"
)


@dataclass
class Module:
    """One file and its mutants, by the full names that mutmut gives them."""

    name: str
    sha: str
    mutants: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)

    @property
    def row(self) -> str:
        places = defaultdict(list)
        for mutant in self.survivors:
            function, _, number = mutant.rpartition("__mutmut_")
            places[function.rpartition(".")[2].removeprefix("x").strip("_ǁ").replace("ǁ", ".")].append(number)
        left = "; ".join(f"{place} {', '.join(numbers)}" for place, numbers in sorted(places.items()))
        seen = len(self.mutants) - len(self.survivors)
        return f"| `{self.name}` | `{self.sha}` | {len(self.mutants)} | {seen} | {left} |"


def modules(names: Iterable[str]) -> list[Module]:
    """The modules of `program/` asked for, all where none is named; facts and the judge first."""
    found = []
    for path in sorted((ROOT / "program").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "program").with_suffix("").parts)
        found.append(Module(name, hashlib.sha256(path.read_bytes()).hexdigest()[:12]))
    order = {name: place for place, name in enumerate(FACTS_FIRST)}
    found.sort(key=lambda module: (order.get(module.name.split(".")[0], len(order)), module.name))
    return [module for module in found if not set(names) or module.name in set(names)]


def mutate(module: Module) -> None:
    """Write the module with all its mutants over the copy in this folder."""
    path = Path("program", *module.name.split(".")).with_suffix(".py")
    mutated = mutate_file_contents(str(path), path.read_text("utf-8"))
    path.write_text(mutated.code, "utf-8")
    module.mutants = [get_mutant_name(path, name) for name in mutated.mutant_names]


class Switch:
    """Stands for one function: calls it, or the mutant of it that is on. Much lighter than mutmut's own."""

    every: ClassVar[list["Switch"]] = []

    def __init__(self, function: Callable[..., Any], mutants: dict[str, Callable[..., Any]]) -> None:
        self.module, self.function, self.mutants = function.__module__, function, mutants
        self.now = function
        self.every.append(self)

    @classmethod
    def wrap(cls, mutants: dict[str, Callable[..., Any]], is_classmethod: bool = False) -> Any:
        """In the place of mutmut's decorator."""

        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            switch = cls(function, mutants)

            @wraps(function)
            def call(*args: Any, **kwargs: Any) -> Any:
                return switch.now(*args, **kwargs)

            return call

        return decorate

    @property
    def name(self) -> str:
        """The function's name, as it stands in the names of its mutants."""
        first = next(key for key in self.mutants if key != "_mutmut_orig")
        return f"{self.module}.{mangled_name_from_mutant_name(first)}"

    def turn(self, mutant: str) -> None:
        """Be that mutant from now on."""
        chosen = self.mutants[mutant.rpartition(".")[2]]
        self.now = getattr(chosen, "__func__", chosen)

    def watch(self, seen: Callable[[str], None]) -> None:
        """Say at each call that the function was called."""
        name, function = self.name, self.function

        def call(*args: Any, **kwargs: Any) -> Any:
            seen(name)
            return function(*args, **kwargs)

        self.now = call


class Campaign:
    """A pytest plugin that runs each mutant instead of the tests."""

    def __init__(self, chosen: list[Module]) -> None:
        self.chosen = chosen
        self.items: list[pytest.Item] = []
        self.reached: dict[str, set[int]] = defaultdict(set)
        self.cold: set[str] = set()
        self.switches: dict[str, Switch] = {}
        self.seconds: list[float] = []
        self.killers: dict[str, list[int]] = defaultdict(list)
        self.telling: Counter[int] = Counter()
        self.caches: list[_lru_cache_wrapper] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what Hypothesis draws: chance is no witness for one mutant."""
        items[:] = [item for item in items if not getattr(getattr(item, "obj", None), _DRAWN, False)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items, self.caches = session.items, _caches()
        self.telling.update(at for at, item in enumerate(self.items) if "in_full" in item.nodeid)
        self._look()
        gc.collect()
        gc.freeze()
        for module in self.chosen:
            began = time.monotonic()
            module.survivors = list(self._survivors(module.mutants))
            took = time.monotonic() - began
            sys.stderr.write(f"{module.row} {took:.0f} s\n")
            report([module])
        return True

    def _look(self) -> None:
        """Run every test once without a mutant: how long it takes, and which functions it reaches."""
        reached: set[str] = set()
        for switch in Switch.every:
            switch.watch(reached.add)
        for place, item in enumerate(self.items):
            _forget(self.caches, loaded=False)
            began = time.process_time()
            if not _passes(item):
                raise SystemExit(f"without a mutant this fails: {item.nodeid}")
            self.seconds.append(time.process_time() - began)
            for name in reached:
                self.reached[name].add(place)
            reached.clear()
        _forget(self.caches)
        for cached in self.caches:
            if not _takes_arguments(cached):
                cached()
        self.cold = set(reached)
        self.switches = {switch.name: switch for switch in Switch.every}
        for switch in Switch.every:
            switch.now = switch.function
        sys.stderr.write(
            f"{len(self.items)} tests, {sum(self.seconds):.0f} s; {len(self.cold)} functions at load\n"
        )

    def _survivors(self, mutants: list[str]) -> Iterator[str]:
        waiting = list(mutants)
        running: dict[int, tuple[str, list[int], int]] = {}
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                mutant = waiting.pop(0)
                tests = self._tests_for(mutant)
                read, write = os.pipe()
                child = os.fork()
                if not child:
                    os._exit(self._child(mutant, tests, write))
                os.close(write)
                running[child] = (mutant, tests, read)
            child, status = os.wait()
            mutant, tests, read = running.pop(child)
            with os.fdopen(read) as pipe:
                killer = pipe.read()
            if killer:
                self.telling[int(killer)] += 1
                for place in (mangled_name_from_mutant_name(mutant), mutant.rpartition(".")[0]):
                    others = [each for each in self.killers[place] if each != int(killer)]
                    self.killers[place] = [int(killer), *others]
            elif status == 0:
                sys.stderr.write(f"    {mutant}\n")
                yield mutant

    def _tests_for(self, mutant: str) -> list[int]:
        """The tests that noticed its neighbours, then the most telling ones, then the quickest first."""
        function = mangled_name_from_mutant_name(mutant)
        reached, first = self.reached[function], self.killers[function]
        others = set(range(len(self.items))) if function in self.cold else reached
        telling = [at for at, _ in self.telling.most_common(MOST_TELLING)]
        near = self.killers[mutant.rpartition(".")[0]]
        first = [at for at in dict.fromkeys((*first, *telling, *near)) if at in others]
        rest = sorted(others - set(first), key=lambda at: (at not in reached, self.seconds[at]))
        return [*first, *rest]

    def _child(self, mutant: str, tests: list[int], pipe: int) -> int:
        limit = int(LIMIT_CPU_S + 3 * sum(self.seconds[place] for place in tests))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_MEMORY_BYTES, LIMIT_MEMORY_BYTES))
        function = mangled_name_from_mutant_name(mutant)
        self.switches[function].turn(mutant)
        _forget(self.caches, loaded=function in self.cold)
        for place in tests:
            if not _passes(self.items[place]):
                os.write(pipe, str(place).encode())
                return 1
        return 0


def _passes(item: Any) -> bool:
    """Run one test without the reports of pytest, which take longer than the test."""
    item._initrequest()
    item.stash.setdefault(tmppath_result_key, {})
    try:
        item.session._setupstate.setup(item)
        item.runtest()
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever a mutant does is noticed
        return False
    finally:
        item.session._setupstate.teardown_exact(None)
    return True


def _caches() -> list[_lru_cache_wrapper]:
    found = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    return [each for each in found if each.__module__.split(".")[0] == "program"]


def _takes_arguments(cached: _lru_cache_wrapper) -> bool:
    return bool(cached.__wrapped__.__code__.co_argcount)


def _forget(caches: list[_lru_cache_wrapper], loaded: bool = True) -> None:
    """Forget what was remembered: what was worked out always, what was `loaded` from files where asked."""
    for cached in caches:
        if loaded or _takes_arguments(cached):
            cached.cache_clear()


def report(ran: list[Module]) -> int:
    """Exchange the rows of what was run, and say the score; 1 where it is under the goal or out of date."""
    old = PAGE.read_text("utf-8").splitlines() if PAGE.is_file() else []
    rows = {match["module"]: match for line in old if (match := ROW.match(line))}
    rows |= {module.name: match for module in ran if (match := ROW.match(module.row))}
    now = {module.name: module.sha for module in modules(())}
    rows = {name: rows[name] for name in sorted(now) if name in rows and rows[name]["sha"] == now[name]}
    stale = [name for name in sorted(now) if name not in rows]
    total, seen = (sum(int(match[key]) for match in rows.values()) for key in ("all", "seen"))
    share = seen / max(total, 1)
    text = [
        "# Mutation testing of `program/`",
        f"Made by `python tests/prove/mutate.py`. {total:,} mutants, {seen:,} noticed by the tests:"
        f" {share:.1%}. A module stands with the hash of the code that was tested, and with the"
        " functions in which mutants survived (their numbers as `mutmut` gives them).",
        "\n".join(
            [
                "| module | code | mutants | noticed | survived |",
                "|---|---|---|---|---|",
                *(match[0] for match in rows.values()),
            ]
        ),
    ]
    if stale:
        names = ", ".join(f"`{name}`" for name in stale)
        text.insert(2, f"Not run, or changed since, and so not in the score: {names}.")
    PAGE.write_text("\n\n".join(text) + "\n", "utf-8")
    sys.stdout.write(f"{total} mutants, {share:.2%} noticed\n")
    sys.stdout.writelines(f"{name} was not run, or has changed since: run it\n" for name in stale)
    return 0 if seen >= GOAL * total and not stale else 1


def main(names: list[str]) -> int:
    chosen = modules(names)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, work / name, ignore=shutil.ignore_patterns("__pycache__"))
        (work / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["program"]\n', "utf-8")
        os.chdir(work)
        trampoline.wrap_in_trampoline = Switch.wrap
        for module in chosen:
            mutate(module)
        sys.path[:0] = [str(work)]
        arguments = [f"--ignore=tests/program/{name}" for name in LEFT_OUT]
        arguments += ["-p", "no:cacheprovider", "--rootdir=.", "-c", os.devnull]
        arguments += ["--import-mode=importlib", "--assert=plain"]
        status = pytest.main([*arguments, "-q", "tests/program", "tests/spec"], plugins=[Campaign(chosen)])
        os.chdir(ROOT)
    return report([]) if status == 0 else int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
