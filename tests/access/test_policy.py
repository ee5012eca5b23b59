# SPDX-License-Identifier: EUPL-1.2
"""What does not stand in the table is refused; reach is respected for a thing at hand."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.access import (
    Actor,
    Purpose,
    Reach,
    Refused,
    Role,
    Thing,
    Verb,
    may,
    require,
    words,
)
from meerinbeeld.access.policy import TABLE
from tests.access import policy_page

OWN, OTHER = uuid.uuid4(), uuid.uuid4()
ME, COLLEAGUE = uuid.uuid4(), uuid.uuid4()
THINGS = sorted({kind for _, kind, _, _, _ in TABLE})
CELLS = {
    (role, kind, purpose, verb): reach
    for roles, kind, purpose, reach, verbs in TABLE
    for role in roles
    for verb in verbs
}
#: What an administrator must never be able to do, whatever the table becomes.
CONTENT = {"signal"}


def actor(role: str) -> Actor:
    return Actor(ME, uuid.uuid4(), OWN, role)


roles = st.sampled_from(Role.values)
verbs = st.sampled_from(Verb.values)
purposes = st.sampled_from(Purpose.values)
things = st.one_of(st.sampled_from(THINGS), st.text(max_size=20))


@given(roles, verbs, things, purposes)
def test_what_does_not_stand_in_the_table_is_refused(
    role: str, verb: str, thing: str, purpose: str
) -> None:
    assert bool(may(actor(role), verb, thing, purpose)) == ((role, thing, purpose, verb) in CELLS)


@given(roles, verbs, things, purposes)
def test_each_decision_says_why(role: str, verb: str, thing: str, purpose: str) -> None:
    assert str(may(actor(role), verb, thing, purpose).reason).endswith(".")


@given(st.text(), verbs, things, purposes)
def test_a_role_that_does_not_exist_may_nothing(
    role: str, verb: str, thing: str, purpose: str
) -> None:
    assert role in Role.values or not may(actor(role), verb, thing, purpose)


@given(
    st.sampled_from(sorted(CELLS)),
    st.sampled_from([OWN, OTHER, None]),
    st.frozensets(st.sampled_from([OWN, OTHER])),
    st.sampled_from([ME, COLLEAGUE, None]),
)
def test_reach_is_respected_for_a_thing_at_hand(
    cell: tuple[str, str, str, str],
    owner: uuid.UUID | None,
    shared_with: frozenset[uuid.UUID],
    made_by: uuid.UUID | None,
) -> None:
    role, kind, purpose, verb = cell
    thing = Thing(kind, owner=owner, shared_with=shared_with, made_by=made_by, at_hand=True)
    expected = {
        Reach.REGION: True,
        Reach.ORGANISATION: OWN in {owner, *shared_with},
        Reach.SHARED: OWN in {owner, *shared_with},
        Reach.MINE: made_by == ME,
    }[CELLS[cell]]
    assert bool(may(actor(role), verb, thing, purpose)) == expected


@pytest.mark.parametrize("verb", Verb.values)
@pytest.mark.parametrize("purpose", Purpose.values)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_LEAD, Role.COUNCIL_READER])
def test_who_manages_or_steers_never_touches_content(role: str, purpose: str, verb: str) -> None:
    assert not any(may(actor(role), verb, thing, purpose) for thing in CONTENT)


def test_the_same_verb_for_another_purpose_is_refused_and_says_so() -> None:
    decision = may(actor(Role.FOCAL_OFFICER), Verb.OPEN, "signal", Purpose.MONITORING)
    assert not decision
    assert "purpose" in str(decision.reason) or "doel" in str(decision.reason)


def test_require_raises_with_the_decision_in_it() -> None:
    with pytest.raises(Refused) as refused:
        require(actor(Role.REPORTER), Verb.VERIFY, "journal", Purpose.OVERSIGHT)
    assert not refused.value.decision.allowed


def test_the_matrix_in_the_documentation_is_in_step() -> None:
    assert policy_page.PAGE.read_text("utf-8") == policy_page.render(), (
        "run: python -m tests.access.policy_page"
    )


def test_no_thing_of_the_policy_is_without_words() -> None:
    assert set(THINGS) <= set(words.THINGS)
