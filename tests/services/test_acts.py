"""What the log keeps of a visit is one of a few codes, and each has its sentence on the page."""

from typing import get_args

from services import Act
from services.administration import Role as Grantable
from services.invitations import Role
from services.records import Kind
from ui.act_words import ACTS


def test_each_act_has_its_sentence() -> None:
    assert set(ACTS) == set(Act)
    assert all(words and words[0].islower() and not words.endswith(".") for words in ACTS.values())


def test_acts_that_are_named_by_their_object_are_there() -> None:
    for kind in get_args(Kind):
        assert Act(f"write {kind}")
    for role in get_args(Role):
        assert Act(f"accept invitation as {role}")
    for role in get_args(Grantable):
        assert Act(f"add {role}")
        assert Act(f"revoke {role}")
