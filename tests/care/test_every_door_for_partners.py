# SPDX-License-Identifier: EUPL-1.2
"""A partner with one granted thing walks through every door, and finds that thing alone.

The routes are read from the resolver, so a new door is walked without anybody thinking of it. A
revoked grant makes the partner an outsider everywhere.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from meerinbeeld.access.models import Membership
from meerinbeeld.access.roles import Role
from meerinbeeld.care.models import Case, Grant, ReferralOut
from tests.care import making
from tests.care.making import SECRET_STORY, SECRETS, fact_of, grant_to, make_case
from tests.people import SignedIn, Village, client_for
from tests.registry.making import NAMES as REGISTERED
from tests.test_doors import FIXED, UNKNOWN_IDS, Door, doors, text_of

#: Who works at a partner, where, and for which purpose the partner may look.
PARTNERS = (
    ("chris", "opvang", "care"),
    ("bilal", "gemeente-deventer", "care"),
    ("pim", "politie", "safety"),
    ("sam", "opvang", "safety"),
)


@pytest.fixture
def full_case(village: Village) -> Case:
    """A case with one of everything, none of it granted to anybody of the village."""
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    making.one_of_everything(case, village)
    return case


def granted(case: Case, village: Village, slug: str, purpose: str) -> Grant:
    """One thing is open to a partner: the story."""
    return grant_to(
        village.organisations[slug],
        case,
        fact_of(case, "story"),
        by=village.people["carla"],
        purpose=purpose,
    )


def everything(case: Case, village: Village) -> dict[str, Any]:
    """A value for every name in an address."""
    unknown = dict.fromkeys(UNKNOWN_IDS, "7f2c1d1e-0000-4000-8000-000000000000")
    return {
        **unknown,
        **FIXED,
        "reference": "S-1999-0001",
        "signal": unknown["entry"],
        "safe_home": None,
        "other": "S-1999-0002",
        "organisation": village.organisations["veilig-thuis"].id,
        "remark": unknown["entry"],
        "attachment": unknown["entry"],
        "file": unknown["entry"],
        "route": unknown["entry"],
        "item": unknown["entry"],
        "person": village.people["carla"].id,
        **dict.fromkeys(REGISTERED, unknown["entry"]),
        **making.addresses(case),
    }


def walked(client: Client, door: Door, values: dict[str, Any]) -> list[Any]:
    with translation.override(settings.LANGUAGE_CODE):
        address = door.address(values)
    asked = [client.get(address)]
    if "case" in door.parameters:
        asked += [client.post(address, {}), client.post(address, {"text": "x", "taal": "nl"})]
    return asked


@pytest.mark.parametrize(("name", "slug", "purpose"), PARTNERS)
def test_a_partner_finds_the_granted_thing_and_no_other_behind_any_door(
    name: str, slug: str, purpose: str, full_case: Case, village: Village
) -> None:
    granted(full_case, village, slug, purpose)
    values, found = everything(full_case, village), set()
    signed_in = SignedIn(village.people[name])
    for door in doors():
        for answer in walked(signed_in.anew(), door, values):
            assert answer.status_code < 500, f"{door} broke"
            assert "/inloggen/?next" not in answer.get("Location", ""), f"{door} asked to sign in"
            shown = text_of(answer)
            leaked = [secret for secret in SECRETS if secret in shown and secret != SECRET_STORY]
            assert not leaked, f"{door} gives away {leaked}"
            if SECRET_STORY in shown:
                found.add(door.name)
    # the page of a partner has no tabs: the tab "overview" is the page itself
    assert found == {"case", "case_tab", "case_shared_print", "case_shared_table"}


@pytest.mark.parametrize(("name", "slug", "purpose"), PARTNERS)
def test_a_partner_whose_grant_was_revoked_is_an_outsider_everywhere(
    name: str, slug: str, purpose: str, full_case: Case, village: Village
) -> None:
    grant = granted(full_case, village, slug, purpose)
    grant.revoked_at = timezone.now()
    grant.save()
    values, before = everything(full_case, village), making.state(full_case)
    signed_in = SignedIn(village.people[name])
    for door in doors():
        for answer in walked(signed_in.anew(), door, values):
            shown = text_of(answer)
            assert not [secret for secret in SECRETS if secret in shown], door
            if "case" in door.parameters:
                assert answer.status_code in {403, 404, 405}, f"{door}: {answer.status_code}"
            else:
                assert full_case.alias not in shown and full_case.reference not in shown, door
    assert making.state(full_case) == before


def test_a_partner_sees_no_other_partner_and_nothing_of_the_life_line(
    full_case: Case, village: Village
) -> None:
    grant = granted(full_case, village, "opvang", "care")
    full_case.steps.create(kind="shared", phase="helping", by=village.people["carla"])
    ReferralOut.objects.create(
        case=full_case,
        grant=grant,
        organisation=village.organisations["opvang"],
        kind="guidance",
        asked_by=village.people["carla"],
    )
    client = client_for(village.people["chris"])
    for door in doors():
        if "case" not in door.parameters:
            continue
        for answer in walked(client, door, everything(full_case, village)):
            shown = text_of(answer)
            assert "Zeldzame Stichting" not in shown, door
            assert "levenslijn" not in shown, door


def test_a_colleague_without_the_purpose_sees_nothing(full_case: Case, village: Village) -> None:
    """The same organisation, but looking for safety where the grant is to help."""
    granted(full_case, village, "opvang", "care")
    Membership.objects.filter(person=village.people["chris"]).update(role=Role.CASE_TABLE_CHAIR)
    answer = client_for(village.people["chris"]).get(f"/zorg/{full_case.reference}/")
    assert answer.status_code == 404
