"""What belongs to an episode: examinations and readiness count from the day done, for the birth before it.

A good answer counts only from the weeks after the birth on; a bad one from any day, in any plan, until the
same question is answered anew.
"""

from datetime import date, timedelta

from program.history.events import Birth, Exam, Week
from program.history.known import Known
from program.history.limits import days
from program.history.standing import Bar
from program.model import ReleaseBy
from program.plan import Plan

#: A known bad answer to one of these forbids running, asked or not. The others are asked by their gates.
_BARRING = ("incontinence", "girdle_pain", "load_tests", "clearance")
#: What says who examined her, and when.
_EXAMINATIONS = ("assessment", "clearance")
_READINESS = ("core", "pelvic_floor", "incontinence", "girdle_pain", "load_tests")


def episode_since(known: Known) -> tuple[date, date] | None:
    """The day on which the newest episode began, and the first day on which a good answer counts in it.

    The latest day that was told is the birth: telling an earlier one is never bolder. What a therapist told
    replaces what was told before. After a birth an answer counts only weeks on, whatever ended since.
    """
    births = sorted(known.of(Birth), key=lambda each: (each.known_at, each.id))
    told = [place for place, birth in enumerate(births) if birth.role == "pt" and birth.kind == "birth"]
    counted = births[told[-1] :] if told else births
    born = [known.stated_day(birth) for birth in counted if birth.kind == "birth"]
    ended = [known.stated_day(birth) for birth in births if birth.kind == "pregnancy_ended"]
    if not born and not ended:
        return None
    wait = timedelta(days=days(known.record, "good_exam_from_d"))
    return max([*born, *ended]), max([*(day + wait for day in born), *ended])


def good_in_episode(known: Known, exam: Exam) -> bool:
    """Whether an answer is good, and of this episode."""
    episode = episode_since(known)
    return exam.is_good and (episode is None or known.stated_day(exam) >= episode[1])


def episode_bars(known: Known) -> list[Bar]:
    """Known bad answers, what an answer of her own needs beside it, and what nobody has examined lately."""
    found = []
    for item in _BARRING:
        found += _bad(known, item)
    return [*found, *_not_examined(known), *_lapsed(known)]


def _answers(known: Known, item: str) -> list[Exam]:
    """The answers to one question that count, oldest done first."""
    return [
        exam
        for exam in sorted(known.of(Exam), key=lambda each: (each.happened_at, each.known_at, each.id))
        if exam.item == item and (not exam.is_good or good_in_episode(known, exam))
    ]


def _is_hers(exam: Exam) -> bool:
    """Whether she answered it herself: whatever she says, no therapist did."""
    return exam.is_self_stated or exam.role == "runner"


def _bad(known: Known, item: str) -> list[Bar]:
    answers = _answers(known, item)
    bad = [exam for exam in answers if not exam.is_good]
    if not bad:
        return []
    newest, stands = answers[-1], Bar(f"bad:{item}", ReleaseBy.PT, bad[-1].known_at, None, (bad[-1].id,))
    if not newest.is_good:
        return [stands]
    if not _is_hers(newest):
        return []
    examined = _examined_since(known, bad[-1])
    if known.linked_at(newest.known_at) or not examined:
        return [stands]
    fresh = any(week.happened_at > max(newest.known_at, examined[0].known_at) for week in known.of(Week))
    waits = Bar(f"fresh_check_in:{item}", ReleaseBy.RUNNER, newest.known_at, None, (newest.id,))
    return [] if fresh else [waits]


def _examined_since(known: Known, bad: Exam) -> list[Exam]:
    """The examinations, by whoever, of the day of a bad answer or after it, the first that was told first."""
    found = [
        exam
        for exam in known.of(Exam)
        if exam.item in _EXAMINATIONS and exam.is_good and known.stated_day(exam) >= known.stated_day(bad)
    ]
    return sorted(found, key=lambda exam: (exam.known_at, exam.id))


def _not_examined(known: Known) -> list[Bar]:
    """What was answered well in another episode, or by nobody, and has to be answered for this one."""
    episode = episode_since(known)
    if episode is None:
        return []
    plan = known.plan_at(known.at)
    good = {exam.item for exam in known.of(Exam) if good_in_episode(known, exam)}
    missing = sorted(item for item in _asked(known, plan, episode[0]) if item not in good)
    if not missing:
        return []
    begun = max(
        (each.known_at for each in known.of(Birth) if known.stated_day(each) == episode[0]), default=known.at
    )
    return [Bar("not_examined", ReleaseBy.PT, begun, None, tuple(missing))]


def _lapsed(known: Known) -> list[Bar]:
    """A clearance holds for the plan's days from its examination on, and no longer than it was signed for."""
    plan = known.plan_at(known.at)
    signed = [exam for exam in known.of(Exam) if exam.item == "clearance" and exam.is_good]
    if plan.clearance == "none" or not signed:
        return []
    newest = max(signed, key=lambda exam: (known.stated_day(exam), exam.known_at))
    done, holds_days = known.stated_day(newest), int(plan.number("clearance_days"))
    if newest.last_day is not None:
        holds_days = min(holds_days, (newest.last_day - done).days)
    if (known.day(known.at) - done).days <= holds_days:
        return []
    since = known.midnight_after(newest.happened_at, holds_days)
    return [Bar("lapsed", ReleaseBy.PT, since, None, (newest.id,))]


def _asked(known: Known, plan: Plan, since: date) -> set[str]:
    """The clearance where the plan asks for one, and what was answered for an earlier birth."""
    asked = {"clearance"} if plan.clearance == "examined" else set()
    signed = [
        exam
        for exam in known.of(Exam)
        if exam.item == "clearance" and not exam.is_self_stated and good_in_episode(known, exam)
    ]
    recent = (known.day(known.at) - since).days < plan.number("pelvic_readiness_days")
    if signed or not (recent or plan.population == "postpartum"):
        return asked
    before = {exam.item for exam in known.of(Exam) if exam.is_good}
    return asked | ({"assessment", "clearance", *_READINESS} & before)
