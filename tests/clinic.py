"""A small clinic in a store: a therapist, the sample runner with her weeks, and others with short stories."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from program import Clearance, PainAt, SymptomEntry, shipped_plans
from sample_data.runner import PLAN_KEY, TIME_ZONE, sample_runner
from services import OPERATOR, Actor, HandRun, Identity, Services, open_services
from services.dates import zone_of
from store import people
from store.engine import writing

ISSUER = "http://provider.test"
PT_EMAIL, RUNNER_EMAIL, STRANGER_EMAIL = "pt@clinic.test", "sam@runner.test", "stranger@clinic.test"
ADMIN_EMAIL = "admin@clinic.test"
SECRETS = """[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a-secret-of-more-than-thirty-two-letters"
client_id = "stridegate"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
STORIES = {
    "Ada Silent": (),
    "Bea Leak": (("leak", 1),),
    "Cleo Red Flag": (("flag", 0),),
    "Dina Steady": (("run", 6), ("fine", 6), ("run", 3), ("fine", 3)),
    "Edda Pain": (("run", 2), ("pain", 2)),
    "Fay Returning": (("run", 24), ("fine", 24)),
}


@dataclass(frozen=True)
class Clinic:
    """Who is who; `others` are ids by name."""

    services: Services
    pt: Actor
    stranger: Actor
    runner: Actor
    others: dict[str, str]

    @property
    def runner_id(self) -> str:
        return str(self.runner.person_id)


def identity(email: str, *, now: datetime, name: str = "", issuer: str = ISSUER) -> Identity:
    """Somebody whom the provider vouches for, until an hour from now."""
    return Identity(issuer, email, email, True, name or email, now, now + timedelta(hours=1))


def write_secrets(home: Path, address: str = "http://127.0.0.1", provider: str = ISSUER) -> None:
    """Set up sign-in in a data folder."""
    (home / "secrets.toml").write_text(SECRETS.format(address=address, provider=provider), encoding="utf-8")


def make_clinic(home: Path, *, now: datetime, issuer: str = ISSUER, stories: bool = True) -> Clinic:
    """Turn a folder with the sample runner's weeks into a clinic's, with a therapist linked to everybody."""
    services = open_services(home, mode="clinic")
    sample_id = _name_the_sample_runner(services, issuer)
    pt, stranger = (
        _staff(services, email, name, now, issuer)
        for email, name in ((PT_EMAIL, "Pat Therapist"), (STRANGER_EMAIL, "Otto Other"))
    )
    services.administration.add_person(OPERATOR, ADMIN_EMAIL, "administrator", now=now)
    token = services.invitations.invite_runner(pt, RUNNER_EMAIL, now=now).token
    me = identity(RUNNER_EMAIL, now=now, issuer=issuer)
    runner = services.invitations.accept(token, me, now=now, time_zone=TIME_ZONE)
    assert runner.person_id == sample_id
    sample = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date())
    clearance = Clearance(
        plan=PLAN_KEY[0],
        plan_version=PLAN_KEY[1],
        signed_by="Pat Therapist",
        signed_on=sample.clearance.signed_on,
    )
    services.records.sign_clearance(pt, sample_id, clearance, seen_revision=1, now=now)
    others = {}
    for name, story in STORIES.items() if stories else ():
        others[name] = _other(services, pt, name, story, now, issuer)
    return Clinic(services, pt, stranger, runner, others)


def _name_the_sample_runner(services: Services, issuer: str) -> str:
    with writing(services.context.engine) as connection:
        (runner,) = people.people_with_role(connection, "runner")
        people.bind_subject(connection, runner, issuer, RUNNER_EMAIL)
    return runner.id


def _staff(services: Services, email: str, name: str, now: datetime, issuer: str) -> Actor:
    token = services.invitations.invite(OPERATOR, email, "pt", now=now).token
    return services.invitations.accept(token, identity(email, now=now, name=name, issuer=issuer), now=now)


def _other(
    services: Services, pt: Actor, name: str, story: tuple[tuple[str, int], ...], now: datetime, issuer: str
) -> str:
    email = f"{name.split()[0].lower()}@runner.test"
    token = services.invitations.invite_runner(pt, email, now=now).token
    me = identity(email, now=now, name=name, issuer=issuer)
    runner = services.invitations.accept(token, me, now=now, time_zone=TIME_ZONE)
    runner_id = str(runner.person_id)
    sample = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date())
    # Soon enough before her story: two weeks without a run are a break, which stays open by itself.
    began = now - timedelta(days=max((ago for _, ago in story), default=6) + 6)
    for put, record in (
        (services.records.put_profile, sample.profile),
        (services.records.put_readiness, sample.readiness),
    ):
        put(replace(runner), runner_id, record, seen_revision=0, now=began)
    services.records.put_assessment(pt, runner_id, sample.assessment, seen_revision=0, now=began)
    clearance = Clearance(
        plan=PLAN_KEY[0],
        plan_version=PLAN_KEY[1],
        signed_by="Pat Therapist",
        signed_on=sample.clearance.signed_on,
    )
    services.records.sign_clearance(pt, runner_id, clearance, seen_revision=0, now=began)
    stage = next(stage for stage in shipped_plans()[PLAN_KEY].stages if stage.kind == "running")
    services.planning.choose(pt, runner_id, *PLAN_KEY, stage_id=stage.id, now=began)
    activity: str | None = None
    for what, days_ago in sorted(story, key=lambda item: -item[1]):
        at = now - timedelta(days=days_ago, hours=2)
        if what == "run":
            told = HandRun(at - timedelta(hours=1), 1800.0, 300.0, outcome="as_prescribed")
            activity = services.runs.add_by_hand(runner, runner_id, told, now=at)
        else:
            services.diary.log(runner, runner_id, _entry(what, activity, at), now=at)
    return runner_id


def _entry(what: str, activity: str | None, at: datetime) -> SymptomEntry:
    fine = SymptomEntry(
        id="new",
        phase="after" if activity else "day",
        session=activity,
        at=at,
        signs=(),
        leak_urine="none",
        leak_stool="none",
        leak_wind="none",
        heaviness_0_10=0,
        bleeding="none",
        scar="none",
        doming="none",
        pain=(),
        effort_0_10=3 if activity else None,
    )
    knee = PainAt(site="knee", score_0_10=5, on_bone=False, builds_up=True, limp=False, at_night=False)
    changes = {
        "fine": {},
        "leak": {"leak_urine": "new_or_worse"},
        "flag": {"signs": ("chest_pain",)},
        "pain": {"pain": (knee,)},
    }
    return fine.model_copy(update=changes[what])
