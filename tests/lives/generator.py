"""Random lives: 30 acts over everything that the contract of `stridegate live` names.

One builder, two drivers: Hypothesis draws (and shrinks), or a seeded `random.Random` chooses.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.lives.facts import LADDER, Json
from tests.lives.oracle import Oracle

Pick = Callable[[Sequence[Any]], Any]
BEGAN = datetime(2026, 11, 15, 20, tzinfo=UTC)
QUIET: Json = {
    **dict.fromkeys(("leak_urine", "leak_stool", "leak_wind", "bleeding", "scar", "doming"), "none"),
    "heaviness_0_10": 0,
    "pain": [],
}
MORNING_LEAVES_OUT = ("scar", "doming")


def pain(site: str, score: int, **more: bool) -> Json:
    plain = {"on_bone": False, "builds_up": False, "limp": False, "at_night": False}
    return {"pain": [{"site": site, "score_0_10": score, **plain, **more}]}


#: What an entry may say, by name, and how often it is drawn.
SAYINGS: dict[str, tuple[int, Json]] = {
    "fine": (14, {}),
    "leak_urine": (3, {"leak_urine": "new_or_worse"}),
    "leak_as_before": (1, {"leak_urine": "as_baseline"}),
    "leak_stool": (1, {"leak_stool": "new_or_worse"}),
    "heaviness_1": (1, {"heaviness_0_10": 1}),
    "heaviness_9": (1, {"heaviness_0_10": 9}),
    "bleeding": (1, {"bleeding": "new_or_more"}),
    "scar": (1, {"scar": "new_or_worse"}),
    "doming": (1, {"doming": "new_or_worse"}),
    "knee_2": (2, pain("knee", 2)),
    "knee_4": (2, pain("knee", 4)),
    "knee_7": (4, pain("knee", 7)),
    "knee_9_limp_grew": (2, pain("knee", 9, limp=True, builds_up=True)),
    "knee_at_night": (1, pain("knee", 3, at_night=True)),
    "low_back_2": (1, pain("low_back", 2)),
    "groin_2": (1, pain("groin", 2)),
    "calf_2": (1, pain("calf", 2)),
    "calf_clot": (2, {"signs": ["calf_clot"]}),
    "dizzy": (2, {"signs": ["dizzy"]}),
    "chest_pain": (1, {"signs": ["chest_pain"]}),
    "dizzy_and_leak": (1, {"signs": ["dizzy"], "leak_urine": "new_or_worse"}),
}
ACTS = {
    "look": 14,
    "wait": 9,
    "run": 22,
    "note": 17,
    "edit": 7,
    "withdraw": 2,
    "check_in": 10,
    "confirm": 4,
    "release": 5,
    "override": 2,
    "hold": 2,
    "lift": 2,
    "close": 9,
    "choose": 3,
    "clearance": 1,
    "assessment": 1,
    "readiness": 1,
    "baseline": 1,
    "profile": 1,
    "link": 2,
    "unlink": 2,
    "round": 2,
    "restore": 1,
    "delete_run": 1,
}
#: The running of one session, by stage.
ASKED_S = {f"run-{number:02}": 120 * number for number in range(1, 11)}
ASKED_S |= {"run-11": 1320, "run-12": 1500, "run-13": 1680, "run-14": 1800}
STEP_H = (0.02, 0.02, 0.5, 3, 11, 24, 24, 24, 36, 48, 48, 60, 24 * 7, 24 * 15)
LATE_H = (1, 1, 1, 1, 1, 1, 1, 20, 50, 24 * 6, 24 * 10)
#: What a life may hold: plain ones can be judged exactly to their end, wild ones by bounds.
UNPLAIN = {"choose", "clearance", "assessment", "readiness", "baseline", "profile"} | {
    *("withdraw", "restore", "delete_run", "override", "unlink")
}


def head(stage: str = "run-04", pt: str = "linked", *, birth: str = "2026-06-05") -> Json:
    """The head of a life in which nothing stands in the way."""
    load_tests = (
        "walk_30_min single_leg_balance single_leg_squat jog_on_the_spot "
        "forward_bounds hop_in_place running_man"
    )
    answers = {
        "core_rehab_done": True,
        "pelvic_floor_rehab_done": True,
        "incontinence": "none",
        "girdle_pain": [],
        "sleep_hours_per_night": 6.5,
        "walk_30_min_symptom_free": True,
    }
    return {
        "plan": "postnatal-graded",
        "plan_version": 1,
        "stage": stage,
        "stage_since": text(BEGAN),
        "pt": pt,
        "time_zone": "Europe/London",
        "profile": {"birth_date": birth, "kind_of_birth": "vaginal", "pelvic_questions": True},
        "readiness": answers,
        "assessment": {
            "assessed_on": "2026-10-20",
            "assessed_by": "Ada Brook, PT",
            "pelvic_health_pt": True,
            "load_tests": [{"test": test, "symptom_free": True} for test in load_tests.split()],
        },
        "clearance": clearance("pt", "2026-10-27"),
    }


def clearance(role: str, on: str) -> Json:
    signed = {"plan": "postnatal-graded", "plan_version": 1, "signed_by": "Ada Brook, PT", "signed_on": on}
    return signed if role == "pt" else signed | {"role": role, "examined_by": "Dr May", "examined_on": on}


def text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z").replace(".000Z", "Z")


def session(name: str, start: datetime, stage: str, *, share: float = 1, **more: Any) -> Json:
    """A session of the stage, its running `share` times as long; where none is asked, a walk or a run."""
    asked_s = float(ASKED_S.get(stage, 0))
    minutes = 30 if asked_s <= 20 * 60 else 40
    ran_s = asked_s * share if asked_s else 600 * (share - 1)
    return {
        "id": name,
        "start": text(start),
        "end": text(start + timedelta(minutes=max(minutes, ran_s / 60))),
        "local_date": start.date().isoformat(),
        "stage": stage,
        "session": "run" if asked_s else "walk",
        "outcome": "as_prescribed" if share == 1 else "exceeded",
        "run_time_s": round(ran_s, 1),
        "prescribed_run_time_s": asked_s,
        "quality": "ok",
        "cadence_known": True,
        **more,
    }


def entry(name: str, phase: str, at: datetime, of: str | None = None, **says: Any) -> Json:
    """An answer in which all is well but for what it says."""
    plain = (
        QUIET if phase != "next_morning" else {k: v for k, v in QUIET.items() if k not in MORNING_LEAVES_OUT}
    )
    asked = {"effort_0_10": 3} if phase == "after" else {}
    about = {"session": of} if of else {}
    return {"id": name, "phase": phase, "at": text(at), **about, **plain, **asked, "signs": [], **says}


def check_in(at: datetime, **says: Any) -> Json:
    fine = {"sleep_hours_per_night": 6.5, "feeding": "going_well", "energy": "low", "mood": "good"}
    more = {
        "harm_thoughts": False,
        "illness": "none",
        "confidence_0_10": 7,
        "outside_runs": "none",
        "signs": [],
    }
    return {"date": at.date().isoformat(), "at": text(at), **fine, **more, **says}


def closure(by: str, at: datetime, on: str | None = None) -> Json:
    looked = {"examined_by": "Dr May", "examined_on": on or at.date().isoformat()}
    name, role = ("Ada Brook, PT", "pt") if by != "runner" else ("the runner", "self_stated")
    return {
        "closed_by": name,
        "closed_at": text(at),
        "reason": "Examined, nothing found.",
        "role": role,
        **looked,
    }


class Builder:
    """Builds one life act by act, and keeps an oracle beside it to know what is likely to stand."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self.is_plain = pick([True, True, False])
        stages = ["run-04", "run-06", "run-09", "run-12"]
        stage = pick(stages if self.is_plain else [*stages, "run-01", "weeks-8-12"])
        self.head = head(stage, pick(["linked", "linked", "alone"]))
        self.oracle = Oracle(self.head)
        self.now = BEGAN + timedelta(hours=13)
        self.acts: list[Json] = []
        self.last_run = BEGAN
        self.entries: dict[str, Json] = {}
        self.notes = 0
        self.runs: dict[str, Json] = {}

    def build(self, count: int) -> Json:
        left_out = UNPLAIN if self.is_plain else set[str]()
        weighted = [name for name, weight in ACTS.items() if name not in left_out for _ in range(weight)]
        while len(self.acts) < count:
            if self.pick([False] * 9 + [True]):
                self._week(count)
                continue
            self.now += timedelta(hours=self.pick(STEP_H))
            name = self.pick(weighted)
            more = getattr(self, f"_{name}", dict)()
            if more is None:  # nothing to do that with
                name, more = "look", {}
            by = more.pop("by", "clock" if name in ("round", "wait", "restore") else self._anybody(name))
            self._add({"at": text(self.now), "by": by, "act": name, **more})
        return {**self.head, "acts": self.acts}

    def _add(self, act: Json) -> None:
        self.acts.append(act)
        self.oracle.after(act)

    def _anybody(self, name: str) -> str:
        return self.pick(["runner", "runner", "pt", "pt2"]) if name == "look" else "runner"

    def _happened(self) -> datetime:
        return self.now - timedelta(hours=1 if self.is_plain else self.pick(LATE_H))

    def _week(self, count: int) -> None:
        """Three sessions with their answers, a check-in, and the yes: what a good week looks like."""
        monday = max(self.now, self.last_run + timedelta(days=2)).replace(hour=9, minute=0, second=0)
        monday = monday.replace(microsecond=0) + timedelta(days=1)
        week: list[tuple[datetime, str, Json]] = []
        for day in (0, 2, 4):
            start = monday + timedelta(days=day)
            made = self._session(start, 1)
            evening, morning = start + timedelta(hours=1), start + timedelta(hours=23)
            week.append((start + timedelta(minutes=45), "run", {"session": made}))
            week.append((evening, "note", self._answer("after", evening, made["id"])))
            week.append((morning, "note", self._answer("next_morning", morning, made["id"])))
        sunday = monday + timedelta(days=6, hours=9)
        week.append((sunday, "check_in", {"check_in": check_in(sunday)}))
        yes = {"act": "release", "by": "pt"} if self.head["pt"] == "linked" else {"act": "confirm"}
        week.append((sunday + timedelta(minutes=5), "", yes))
        for at, act, more in week[: count - len(self.acts)]:
            self.now = at
            self._add({"at": text(at), "by": "runner", "act": act, **more})

    def _answer(self, phase: str, at: datetime, of: str) -> Json:
        name = self._new_id()
        self.entries[name] = entry(name, phase, at, of)
        return {"entry": self.entries[name]}

    def _session(self, start: datetime, share: float) -> Json:
        self.last_run = max(self.last_run, start)
        must = self.oracle.told[-1][1] if self.oracle.told else None
        stage = (must.stage if must else None) or self.head["stage"]
        made = session(f"s{len(self.runs) + 1}", start, stage, share=share)
        self.runs[made["id"]] = made
        return made

    def _new_id(self) -> str:
        self.notes += 1
        return f"e{self.notes}"

    def _saying(self) -> Json:
        return dict(self.pick([says for weight, says in SAYINGS.values() for _ in range(weight)]))

    def _run(self) -> Json | None:
        start = self._happened()
        if start - self.last_run < timedelta(hours=40):
            gap = timedelta(hours=48) - (start - self.last_run)
            self.now, start = (
                (self.now + gap, start + gap) if self.pick([True] * 7 + [False]) else (self.now, start)
            )
        made = self._session(start, self.pick([1] if self.is_plain else [1] * 12 + [1.5, 4]))
        if not self.is_plain and self.pick([False] * 9 + [True]):
            made["recorded_by_hand"] = True
        return {"session": made}

    def _note(self) -> Json:
        name, says = self._new_id(), self._saying()
        phase = self.pick(["after", "after", "next_morning", "day"]) if self.runs else "day"
        of = self.pick(list(self.runs)[-3:]) if self.runs and phase != "day" else None
        self.entries[name] = entry(name, phase, self._happened(), of, **says)
        return {"entry": self.entries[name]}

    def _edit(self) -> Json | None:
        if not self.entries:
            return None
        name = self.pick(list(self.entries)[-4:])
        same = self.entries[name]
        to = self.pick(
            [
                same,
                same,
                {**same, "heaviness_0_10": 9},
                {**same, **QUIET, "signs": []},
                {**same, **self._saying()},
            ]
        )
        self.entries[name] = to
        return {"entry": name, "to": to}

    def _withdraw(self) -> Json | None:
        return {"entry": self.entries.popitem()[0]} if self.entries else None

    def _check_in(self) -> Json:
        says = self.pick(
            [{}] * 8 + [{"signs": ["dizzy"]}, {"illness": "fever_or_whole_body"}, {"illness": "mild"}]
        )
        return {"check_in": check_in(self.now, **says)}

    def _override(self) -> Json:
        to = self.pick(["progress", "progress", "regress"])
        here = LADDER.index(self.oracle.told[-1][1].stage or self.head["stage"]) if self.oracle.told else 8
        stage = LADDER[max(0, min(len(LADDER) - 1, here + (1 if to == "progress" else -1)))]
        return {"by": "pt", "to": to, "stage": stage, "because": "Seen and examined today."}

    def _release(self) -> Json:
        return {"by": self.pick(["pt", "pt", "pt2", "runner"])}

    def _hold(self) -> Json:
        return {"by": "pt", "kind": self.pick(["no_running", "no_progress"]), "because": "Wait for the scan."}

    def _lift(self) -> Json | None:
        kinds = list(self.oracle.orders.values())
        return (
            {"by": self.pick(["pt", "pt", "runner"]), "kind": kinds[-1], "because": "Seen."}
            if kinds
            else None
        )

    def _close(self) -> Json | None:
        keys = sorted(self.oracle.told[-1][1].keys_least) if self.oracle.told else []
        if not keys:
            return None
        by = self.pick(["pt", "pt", "runner", "pt2"])
        shown = self.pick([None, None, None, list(self.entries)[:-1]])
        on = (self.now - timedelta(days=self.pick([0, 0, 0, 800]))).date().isoformat()
        return {
            "by": by,
            "finding": self.pick(keys),
            "shown": shown,
            "closure": closure(by, self.now, on),
            "profession": "doctor",
        }

    def _choose(self) -> Json:
        here = self.head["stage"]
        plan = self.pick(["postnatal-graded"] * 4 + ["couch-to-5k"])
        stage = (
            self.pick([here, here, "run-01", "run-08", "weeks-8-12"])
            if plan == "postnatal-graded"
            else "week-1"
        )
        return {"plan": plan, "plan_version": 1, "stage": stage}

    def _clearance(self) -> Json:
        by = self.pick(["runner", "pt"])
        return {
            "by": by,
            "clearance": clearance("pt" if by == "pt" else "self_stated", self.now.date().isoformat()),
        }

    def _assessment(self) -> Json:
        on = self.pick([self.now.date().isoformat(), "2024-05-01"])
        return {"by": "pt", "assessment": {**self.head["assessment"], "assessed_on": on}}

    def _readiness(self) -> Json:
        worse = self.pick(
            [{"incontinence": "present"}, {"incontinence": "none"}, {"walk_30_min_symptom_free": False}]
        )
        return {"readiness": {**self.head["readiness"], **worse}}

    def _baseline(self) -> Json:
        usual = [{"item": self.pick(["leak_urine", "leak_stool"]), "described": "A drop when sneezing"}]
        signed = {"signed_by": "Ada Brook, PT", "signed_on": self.now.date().isoformat()}
        return {"by": "pt", "baseline": {**signed, "usual": usual, "heaviness_0_10": self.pick([0, 2, 10])}}

    def _profile(self) -> Json:
        day = self.pick([None, "2026-06-05", (self.now - timedelta(days=21)).date().isoformat()])
        return {"profile": {**self.head["profile"], "birth_date": day}}

    def _link(self) -> Json:
        return {"by": self.pick(["pt", "pt2"])}

    def _restore(self) -> Json:
        return {
            "to": text(max(BEGAN + timedelta(hours=13), self.now - timedelta(hours=self.pick([1, 24, 72]))))
        }

    def _delete_run(self) -> Json | None:
        return {"session": self.pick(list(self.runs))} if self.runs else None


def random_life(seed: int, acts: int = 30) -> Json:
    """The life of this seed: the same for ever, unless this file changes."""
    return Builder(random.Random(seed).choice).build(acts)


@st.composite
def lives(draw: st.DrawFn, acts: int = 30) -> Json:
    """A life that Hypothesis can shrink."""
    count = draw(st.integers(1, acts))
    return Builder(lambda options: options[draw(st.integers(0, len(options) - 1))]).build(count)
