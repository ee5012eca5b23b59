# SPDX-License-Identifier: EUPL-1.2
"""The part of a partner begins and ends by itself, at the same instant behind every door.

Before a grant holds, after it ended, once it was taken back, and once the yes under it was
withdrawn, the number and the made-up name of a case stand nowhere any more: not in a list, a
search, the bell, the agenda, mail, an export, print or history.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from meerinbeeld.access import Refused, Verb
from meerinbeeld.access.models import Membership
from meerinbeeld.care.actions.calendar import make_address
from meerinbeeld.care.actions.change import changing
from meerinbeeld.care.actions.consent import withdraw_consent
from meerinbeeld.care.actions.grants import end_every_grant, revoke_grant
from meerinbeeld.care.actions.telling import tell, tell_organisation
from meerinbeeld.care.models import Case, Grant, ReferralOut
from meerinbeeld.care.queries.notices import WORDS
from meerinbeeld.signals.actions import notices
from meerinbeeld.signals.models import Notice
from tests.care.making import SECRET_QUESTION, SECRET_STORY, SECRETS
from tests.care.sharing_making import asked
from tests.people import Village, client_for

pytestmark = pytest.mark.django_db

SECOND: Final = timedelta(seconds=1)
#: When it is, seen from the grant, and whether the partner sees its items then.
INSTANTS: Final = {
    "a second before it begins": ("valid_from", -SECOND, False),
    "as it begins": ("valid_from", timedelta(), True),
    "a second before it ends": ("valid_until", -SECOND, True),
    "as it ends": ("valid_until", timedelta(), False),
    "a week after it ended": ("valid_until", timedelta(days=7), False),
}
#: Doors that name no case, and those of this one case.
LISTS: Final = ("asked_of_us", "caseload", "notices", "my_referrals", "bed_board", "work")
OF_THE_PARTNER: Final = ("case", "case_shared_print")
OF_THE_CASE: Final = (*OF_THE_PARTNER, "case_print")


@pytest.fixture
def request_out(case: Case, village: Village) -> ReferralOut:
    """A place is asked of the shelter, with one thing to know; the shelter heard of it."""
    found = asked(case, village)
    tell_organisation(case, found.organisation_id, "message")
    Grant.objects.filter(pk=found.grant_id).update(
        valid_from=timezone.now() + timedelta(days=1), valid_until=timezone.now() + timedelta(30)
    )
    found.grant.refresh_from_db()
    return found


def address(name: str, *parts: Any) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=parts)


def behind_every_door(client: Client, case: Case, referral: ReferralOut) -> dict[str, str]:
    """What a partner reads behind each door at this instant; "" behind one that is closed."""
    addresses = {name: address(name) for name in LISTS}
    addresses |= {name: address(name, case.reference) for name in OF_THE_CASE}
    for kind in ("csv", "xlsx", "ods"):
        addresses[f"list as {kind}"] = address("caseload_export", kind)
    addresses["table"] = address("case_shared_table", case.reference)
    addresses["history"] = address("case_tab", case.reference, "detect")
    addresses["request"] = address("case_request", case.reference, referral.id)
    read = {name: _read(client.get(url)) for name, url in addresses.items()}
    for wanted in (case.reference, case.alias):
        found = _read(client.post(address("case_search"), {"wanted": wanted}))
        # the page says again what was looked for: what it found are links
        read[f"search for {wanted}"] = " ".join(re.findall(r"<td.*?</td>|<th.*?</th>", found, re.S))
    return read


def _read(answer: Any) -> str:
    """What an answer holds; "" behind a closed door."""
    assert answer.status_code in {200, 302, 403, 404}, answer
    if answer.status_code != 200:
        return ""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def doors_that_name(case: Case, read: dict[str, str]) -> set[str]:
    return {name for name, text in read.items() if case.reference in text or case.alias in text}


@pytest.mark.parametrize("instant", INSTANTS)
def test_a_partner_sees_the_items_while_the_grant_holds_and_not_a_second_longer(
    instant: str, case: Case, request_out: ReferralOut, village: Village
) -> None:
    edge, away, holds = INSTANTS[instant]
    with time_machine.travel(getattr(request_out.grant, edge) + away, tick=False):
        read = behind_every_door(client_for(village.people["chris"]), case, request_out)
    named = doors_that_name(case, read)
    if holds:
        assert named == {"asked_of_us", "notices", "request", *OF_THE_PARTNER}
        assert all(SECRET_STORY in read[name] for name in (*OF_THE_PARTNER, "table"))
    else:
        assert not named
    shared = {SECRET_STORY, SECRET_QUESTION} if holds else set()
    leaked = [one for one in SECRETS if one not in shared and any(one in t for t in read.values())]
    assert not leaked


@pytest.mark.parametrize("how", ["taken back", "the yes was withdrawn", "the case was closed"])
def test_what_the_team_ends_is_gone_behind_every_door_at_once(
    how: str, case: Case, village: Village
) -> None:
    referral, carla = asked(case, village), village.actor("carla")
    tell_organisation(case, referral.organisation_id, "message")
    chris = client_for(village.people["chris"])
    assert "notices" in doors_that_name(case, behind_every_door(chris, case, referral))
    if how == "taken back":
        revoke_grant(carla, case.reference, referral.grant_id, "not_needed")
    elif how == "the case was closed":
        with changing(carla, case.reference, Verb.CLOSE) as change:
            end_every_grant(change, "closed")
    else:
        withdraw_consent(carla, case.reference, case.consents.get().id)
    assert Notice.objects.filter(person=village.people["chris"], kind="grant_ended").exists()
    read = behind_every_door(chris, case, referral)
    assert not doors_that_name(case, read)
    with translation.override(settings.LANGUAGE_CODE):
        assert str(WORDS["grant_ended"]) in read["notices"]


def test_a_partner_who_referred_somebody_finds_it_among_the_referrals_alone(
    case: Case, village: Village
) -> None:
    """It was not shared, so it stands in no list of what is shared, under no link that refuses."""
    case.referral.by = village.people["chris"]
    case.referral.save()
    chris = client_for(village.people["chris"])
    assert chris.get(address("caseload"))["Location"] == address("asked_of_us")
    assert case.reference not in _read(chris.get(address("asked_of_us")))
    assert case.reference in _read(chris.get(address("my_referrals")))
    tess = client_for(village.people["tess"])
    assert tess.get(address("caseload"))["Location"] == address("my_referrals")
    assert client_for(village.people["paula"]).get(address("caseload")).status_code == 403


def test_the_bell_of_the_team_and_of_who_referred_keeps_the_number(
    case: Case, village: Village
) -> None:
    case.referral.by = village.people["tess"]
    case.referral.save()
    for name in ("carla", "tess"):
        tell(case, [village.people[name].id], "referral_accepted")
        assert case.reference in _read(client_for(village.people[name]).get(address("notices")))


def test_whoever_moved_to_another_organisation_reads_no_number_of_the_old_one(
    case: Case, village: Village
) -> None:
    case.referral.by = village.people["tess"]
    case.referral.save()
    tell(case, [village.people["carla"].id], "clock_late")
    Membership.objects.filter(person=village.people["carla"]).update(
        organisation=village.organisations["opvang"]
    )
    assert case.reference not in _read(client_for(village.people["carla"]).get(address("notices")))


def test_the_privacy_officer_reads_the_number_of_a_case_that_was_broken_into(
    case: Case, village: Village
) -> None:
    paula = village.people["paula"]
    tell(case, [paula.id], "break_glass")
    tell(case, [paula.id], "message")
    text = _read(client_for(paula).get(address("notices")))
    assert text.count(case.reference) == 1


def test_mail_names_no_case_and_a_partner_has_no_agenda(case: Case, village: Village) -> None:
    referral, chris = asked(case, village), village.people["chris"]
    for moment in (timezone.now(), referral.grant.valid_until + SECOND):
        with time_machine.travel(moment, tick=False):
            Notice.objects.all().delete()
            tell_organisation(case, referral.organisation_id, "request_in")
            assert notices.mail_waiting(timezone.now()) == 1
            notices.mail_that_something_waits.call(str(chris.id))
        letter = mail.outbox[-1].subject + mail.outbox[-1].body
        assert not [word for word in (case.reference, case.alias, *SECRETS) if word in letter]
    with pytest.raises(Refused):
        make_address(village.actor("chris"))
