# SPDX-License-Identifier: EUPL-1.2
"""Cases for tests, written as the actions write them, in any phase."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access.models import Person
from meerinbeeld.care.actions.new_case import Making, blank_case
from meerinbeeld.care.models import (
    Assessment,
    Case,
    Claim,
    Consent,
    Contact,
    Facility,
    Fact,
    Goal,
    Grant,
    GrantedItem,
    Measure,
    Milestone,
    NonPunishment,
    Phase,
    Placement,
    ReferralIn,
    ReferralMessage,
    ReferralOut,
    Task,
)
from meerinbeeld.parties.models import Organisation
from tests.care.paper_making import SECRET_PAPER, keep_paper
from tests.people import Village

#: Words that stand nowhere else: where they turn up, sealed content leaked.
SECRET_NAME = "Zeldzame Zorgnaam"
SECRET_STORY = "Zeldzaamrelaas van de persoon"
SECRET_SHELTER = "Verborgenlaan 9, Geheimstad"
SECRET_PLAN = "Zeldzaamplan met de persoon"
SECRET_LOOK = "Zeldzaam veiligheidswoord"
SECRET_CONSENT = "Zeldzaamwoord bij het ja"
SECRET_WHY = "Zeldzaamwaarom van het delen"
SECRET_QUESTION = "Zeldzamevraag aan de partner"
SECRET_MESSAGE = "Zeldzaambericht aan de partner"
SECRETS = (
    SECRET_NAME,
    SECRET_STORY,
    SECRET_SHELTER,
    SECRET_PLAN,
    SECRET_LOOK,
    SECRET_CONSENT,
    SECRET_WHY,
    SECRET_QUESTION,
    SECRET_MESSAGE,
    SECRET_PAPER,
)


def make_case(owner: Organisation, coordinator: Person | None = None, **facts: Any) -> Case:
    """A case with a name, a story and a shelter address; in help unless said otherwise."""
    now = facts.pop("received_at", timezone.now())
    phase = facts.pop("phase", Phase.HELPING)
    case = blank_case(owner.id, now, signal=facts.pop("signal", None))
    with vault.unlocked(case.dossier) as box:
        making = Making(case, box, now, coordinator.id if coordinator else None)
        making.add_facts(
            [("name", SECRET_NAME), ("story", SECRET_STORY), ("shelter_address", SECRET_SHELTER)]
        )
        making.add_forms(["sexual_exploitation"])
        referral = ReferralIn(
            source="partner",
            organisation=owner,
            ground="avg_6_1_e",
            consent="given",
            contact_channel="organisation",
            by=facts.pop("referred_by", coordinator),
            at=now,
            status="asked" if phase == Phase.REFERRED else "accepted",
        )
        making.store(referral, owner.id)
    _bring_to(case, phase, coordinator, now)
    for name, value in facts.items():
        setattr(case, name, value)
    case.save()
    return case


def _bring_to(case: Case, phase: str, coordinator: Person | None, now: datetime.datetime) -> None:
    case.phase, case.coordinator = phase, coordinator
    if phase in (Phase.INTAKE, Phase.HELPING, Phase.AFTERCARE):
        case.accepted_at = now
    if phase == Phase.CLOSED:
        case.closed_at, case.close_reason, case.act_at = now, "goals_reached", None
        case.clocks.update(ended_at=now, ended_because="closed")


def fact_of(case: Case, kind: str) -> Fact:
    return case.facts.get(kind=kind, removed_at=None)


def grant_to(organisation: Organisation, case: Case, *facts: Fact, by: Person, **how: Any) -> Grant:
    """A grant of some facts, for a month from now unless said otherwise."""
    now = timezone.now()
    save = how.pop("save", True)
    grant = Grant(
        case=case,
        organisation=organisation,
        made_by=by,
        **{
            "purpose": "care",
            "ground": "avg_6_1_a",
            "norm": "avg_6_1_a@2018-05-25",
            "valid_from": now,
            "valid_until": now + datetime.timedelta(days=30),
            **how,
        },
    )
    if not save:
        return grant
    grant.save()
    for fact in facts:
        GrantedItem.objects.create(grant=grant, kind="fact", thing=fact.id)
    return grant


def make_facility(provider: Organisation, name: str = "De Haven", beds: int = 4) -> Facility:
    """A shelter that takes people."""
    return Facility.objects.create(name=name, provider=provider, kind="wmo", beds=beds)


# --- For the test of every door -------------------------------------------------------------------


def one_of_everything(case: Case, village: Village) -> None:
    """A row of each kind that an address of care can name. A new kind is added here."""
    carla = village.people["carla"]
    # at a provider that nobody of the village works for
    house = make_facility(village.organisations["arbeidsinspectie"], "Verborgen huis")
    Placement.objects.create(
        case=case,
        kind="wmo",
        facility=house,
        status="placed",
        placed_at=timezone.now(),
        requested_by=carla,
    )
    keep_paper(case, carla)
    Claim.objects.create(case=case, kind="schadefonds", norm="schadefonds@2019-01-01", by=carla)
    _one_of_the_plan(case, carla)
    _one_of_the_intake(case, carla)
    _something_shared(case, village)


def _one_of_the_plan(case: Case, by: Person) -> None:
    """A goal with a task, a contact and a milestone, each with words of its own."""
    now = timezone.now()
    goal, contact = Goal(case=case, domain="safety", by=by), Contact(case=case, kind="phone", by=by)
    task = Task(
        case=case,
        goal=goal,
        kind="call",
        organisation_id=case.owner_id,
        person=by,
        due_at=now,
        by=by,
    )
    milestone = Milestone(
        case=case, kind="reflection_offered", on=timezone.localdate(), norm="test", by=by
    )
    rows = ((goal, "text"), (task, "text"), (contact, "note"), (milestone, "note"))
    with vault.unlocked(case.dossier) as box:
        for row, column in rows:
            box.put_text(row, column, SECRET_PLAN)
            row.save(force_insert=True)


def _one_of_the_intake(case: Case, by: Person) -> None:
    """A look at safety, a number and a page of the non-punishment file, with their words."""
    rows = (
        Assessment(case=case, by=by, occasion="intake", level="watch"),
        Measure(case=case, by=by, moment="start", domain="safety", score=2),
        NonPunishment(case=case, by=by, finding="unclear", outcome="waiting", norm="test"),
    )
    with vault.unlocked(case.dossier) as box:
        for row in rows:
            box.put_text(row, "note" if isinstance(row, Measure) else "text", SECRET_LOOK)
            row.save(force_insert=True)


def _something_shared(case: Case, village: Village) -> None:
    """A yes, what was shared on it, and a request: with an organisation where nobody works."""
    carla = village.people["carla"]
    nobody = Organisation.objects.create(slug="niemand", name="Zeldzame Stichting", kind="ngo")
    consent = Consent(
        case=case, flow="support", answer="given", given_by="person", how="talk", language="nl"
    )
    consent.by = carla
    grant = grant_to(nobody, case, fact_of(case, "story"), by=carla, consent=consent, save=False)
    request = ReferralOut(
        case=case, grant=grant, organisation=nobody, kind="guidance", asked_by=carla
    )
    message = ReferralMessage(referral=request, case=case, by=carla, organisation=case.owner)
    with vault.unlocked(case.dossier) as box:
        box.put_text(consent, "note", SECRET_CONSENT)
        box.put_text(grant, "why", SECRET_WHY)
        box.put_text(request, "question", SECRET_QUESTION)
        box.put_text(message, "text", SECRET_MESSAGE)
    for row in (consent, grant, request, message):
        row.save()
    GrantedItem.objects.create(grant=grant, kind="fact", thing=fact_of(case, "story").id)


def addresses(case: Case) -> dict[str, Any]:
    """What stands in the addresses of care, by the name of the part."""
    placement = case.placements.get()
    return {
        "case": case.reference,
        "fact": fact_of(case, "name").id,
        "placement": placement.id,
        "facility": placement.facility_id,
        "document": case.documents.get().id,
        "claim": case.claims.get().id,
        "needed": "identity",
        "goal": case.goals.get().id,
        "task": case.tasks.get().id,
        "moment": case.contacts.get().id,
        "milestone": case.milestones.get().id,
        "hours": uuid.uuid4(),
        "grant": case.grants.get(organisation__slug="niemand").id,
        "consent": case.consents.get().id,
        "referral": case.referrals_out.get(organisation__slug="niemand").id,
        "flow": "support",
    }


def state(case: Case) -> list[Any]:
    """All that an outsider could have changed about a case."""
    case = Case.objects.get(pk=case.pk)
    related = [one.get_accessor_name() for one in case._meta.related_objects if one.multiple]
    counts = [getattr(case, str(name)).count() for name in sorted(related)]
    return [case.version, case.phase, case.act_at, case.coordinator_id, *counts]
