# SPDX-License-Identifier: EUPL-1.2
"""One person from referral to aftercare, in a real browser, by everybody who helps.

A teacher refers; the care coordinator accepts, looks at safety and makes a plan; the person agrees
to share; a shelter worker and a police officer see what was ticked for them and answer; the person
moves in, chooses neither way towards the police, claims compensation; the shelter reads a paper
that was shared; the help becomes aftercare and ends. Nobody filed a complaint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.care.models import Case, Fact, Phase, ReferralOut
from tests.care.paper_making import PDF
from tests.people import Village
from tests.test_the_whole_story import desk, submit
from tests.ui import axe

__all__ = ["desk"]  # a fixture that is used by name
pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Zeldzame Voornaam"
STORY = "Moet elke dag pakketjes wegbrengen en durft niet te stoppen."
DANGER = "Zij wachten bij school."
ADDRESS = "Verborgenlaan 9, Nergenshuizen"
QUESTION = "Is er een plek, ver van de stad?"


class Story:
    """The case, and the pages of it that somebody has before them."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.case = Case.objects.get()

    def open(self, page: Any, name: str, *more: Any) -> Any:
        answer = page.goto(reverse(name, args=[self.case.reference, *more]))
        assert answer.status == 200, (name, more)
        return page

    def now(self) -> Case:
        self.case.refresh_from_db()
        return self.case

    def share(self, page: Any, flow: str, slug: str, kinds: list[str], request: str = "") -> None:
        """Write down the yes of the person, tick what goes along, and share it."""
        consent = reverse("case_consent", args=[self.case.reference])
        page.goto(f"{consent}?stroom={flow}")
        page.check("input[name=answer][value=given]")
        page.select_option("select[name=how]", "talk")
        submit(page)
        self.open(page, "case_share", flow, self.village.organisations[slug].id)
        for fact in Fact.objects.filter(case=self.case, kind__in=kinds, removed_at=None):
            page.check(f"input[name=items][value='fact:{fact.id}']")
        if request:
            page.select_option("select[name=request]", request)
            page.fill("textarea[name=question]", QUESTION)
        with page.expect_navigation():
            page.get_by_role("button", name="Deel dit").click()


def test_somebody_is_helped_from_referral_to_aftercare(
    village: Village, desk: Callable[[str], Any]
) -> None:
    story = _referred(village, desk("tess"))
    carla = desk("carla")
    _taken_on(story, carla)
    _planned(story, carla)
    _shelter_takes_part(story, carla, desk("chris"))
    _police_knows_of_the_danger(story, carla, desk("pim"))
    _lives_somewhere_safe(story, carla, desk("chris"), desk("pim"))
    _chooses_neither(story, carla)
    _claims(story, carla)
    _shelter_reads_a_paper(story, carla, desk("chris"))
    _aftercare(story, carla, desk("chris"))


def _referred(village: Village, tess: Any) -> Story:
    tess.goto(reverse("refer"))
    tess.fill("[name=name]", NAME)
    tess.check("input[name=minor][value=no]")
    tess.check("input[name=contact_channel] >> nth=0")
    tess.fill("[name=safe_contact]", "Alleen overdag")
    tess.fill("textarea[name=story]", STORY)
    tess.fill("[name=danger]", DANGER)
    tess.check("input[name=consent][value=given]")
    tess.check("input[name=forms][value=criminal_exploitation]")
    submit(tess)
    story = Story(village)
    assert story.case.phase == Phase.REFERRED
    tess.goto(reverse("case", args=[story.case.reference]))
    assert STORY not in tess.content(), "whoever refers has no case"
    return story


def _taken_on(story: Story, carla: Any) -> None:
    carla.goto(reverse("caseload"))
    assert story.case.alias in carla.content()
    assert NAME not in carla.content(), "a list shows no sealed content"
    story.open(carla, "referral_accept").select_option("select[name=ground]", "avg_6_1_e")
    submit(carla)
    story.open(carla, "safety_assess")
    carla.get_by_label("Extra opletten").check()
    carla.get_by_label("Waar baseert u dat op?").fill("Hij kent de school")
    carla.get_by_role("button", name="Bewaar", exact=True).click()
    submit(story.open(carla, "intake_done"))
    assert story.now().phase == Phase.HELPING
    axe.check_both_sizes(story.open(carla, "case"))


def _planned(story: Story, carla: Any) -> None:
    story.open(carla, "goal_add").fill("textarea[name=text]", "Weer alleen over straat")
    carla.select_option("select[name=domain]", "safety")
    submit(carla)
    assert story.case.goals.count() == 1
    assert "Weer alleen over straat" in story.open(carla, "case").content()


def _shelter_takes_part(story: Story, carla: Any, chris: Any) -> None:
    chris.goto(reverse("case", args=[story.case.reference]))
    assert STORY not in chris.content()
    story.share(carla, "shelter", "opvang", ["name", "safe_contact"], "place")
    asked = ReferralOut.objects.get()
    chris.goto(reverse("asked_of_us"))
    assert story.case.alias in chris.content()
    page = story.open(chris, "case")
    assert NAME in page.content() and QUESTION in page.content()
    assert STORY not in page.content() and DANGER not in page.content()
    axe.check_both_sizes(page)
    story.open(chris, "case_request_answer", asked.id)
    chris.check("input[name=answer][value=yes]")
    submit(chris)
    asked.refresh_from_db()
    assert asked.status == "accepted"
    assert "Opvang De Haven" in story.open(carla, "case").content()


def _police_knows_of_the_danger(story: Story, carla: Any, pim: Any) -> None:
    story.share(carla, "police_safety", "politie", ["danger"])
    page = story.open(pim, "case")
    assert DANGER in page.content()
    assert NAME not in page.content() and STORY not in page.content()


def _lives_somewhere_safe(story: Story, carla: Any, chris: Any, pim: Any) -> None:
    carla.goto(reverse("facility_add"))
    carla.fill("[name=name]", "De Haven")
    carla.select_option("select[name=provider]", label="Opvang De Haven")
    carla.locator("select[name=kind]").select_option("wmo")
    carla.fill("[name=beds]", "4")
    submit(carla)
    story.open(carla, "shelter_ask").check("input[name=kind][value=wmo]")
    submit(carla)
    placement = story.case.placements.get()
    story.open(carla, "shelter_place", placement.id)
    carla.select_option("select[name=facility]", index=1)
    carla.fill("[name=address]", ADDRESS)
    submit(carla)
    placement.refresh_from_db()
    assert placement.status == "placed"
    assert "term.safety_after_move" in story.open(carla, "case").content()
    for partner in (chris, pim):
        assert ADDRESS not in story.open(partner, "case").content()
    carla.goto(reverse("bed_board"))
    assert "De Haven" in carla.content() and ADDRESS not in carla.content()


def _chooses_neither(story: Story, carla: Any) -> None:
    story.open(carla, "cooperation").check("input[name=choice][value=neither]")
    submit(carla)
    assert story.now().cooperation == "neither" and story.case.phase == Phase.HELPING
    story.open(carla, "milestone_add").select_option(
        "select[name=kind]", "reflection_granted_dublin"
    )
    carla.fill("[name=on]", "gisteren")
    submit(carla)
    assert "term.reflection_period_dublin" in story.open(carla, "case").content()


def _shelter_reads_a_paper(story: Story, carla: Any, chris: Any) -> None:
    story.open(carla, "document_add").set_input_files(
        "input[type=file]", {"name": "brief.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    submit(carla)
    paper = story.case.documents.get()
    shelter = story.village.organisations["opvang"]
    story.open(carla, "case_share", "shelter", shelter.id)
    carla.check(f"input[name=items][value='document:{paper.id}']")
    carla.get_by_role("button", name="Deel dit").click()
    carla.wait_for_load_state()
    story.open(chris, "case").get_by_role("link", name="Open dit document").click()
    chris.wait_for_load_state()
    assert chris.locator("iframe").count() == 1
    listed = story.open(chris, "case_documents").content()
    assert "brief.pdf" in listed and "krijgt hulp" not in listed


def _claims(story: Story, carla: Any) -> None:
    story.open(carla, "case_tab", "compensate")
    with carla.expect_navigation():
        carla.locator("form[action$='/schadefonds/beginnen/'] button").click()
    claim = story.case.claims.get()
    story.open(carla, "claim_piece", claim.id, "consequences")
    carla.check("input[name=status][value=there]")
    carla.fill("textarea[name=text]", "Kan nog niet alleen naar school.")
    submit(carla)
    axe.check_both_sizes(story.open(carla, "claim", claim.id))
    assert "Kan nog niet alleen naar school." in carla.content()


def _aftercare(story: Story, carla: Any, chris: Any) -> None:
    story.open(carla, "shelter_leave", story.case.placements.get().id)
    carla.check("input[name=to][value=own_home]")
    submit(carla)
    story.open(carla, "measure")
    carla.locator("input[type=radio][value='4']").first.check()
    with carla.expect_navigation():
        carla.get_by_role("button", name="Bewaar deze cijfers").click()
    story.open(carla, "aftercare_start")
    with carla.expect_navigation():
        carla.get_by_role("button", name="Start de nazorg").click()
    case = story.now()
    assert case.phase == Phase.AFTERCARE
    assert case.cooperation == "neither", "nothing waited for a criminal complaint"
    assert "term.aftercare_first" in story.open(carla, "case").content()
    axe.check_both_sizes(carla)
    story.open(carla, "case_close").check("input[name=reason][value=goals_reached]")
    carla.select_option("select[name=not_measured_because]", "harmful")
    submit(carla)
    assert story.now().phase == Phase.CLOSED
    gone = chris.goto(reverse("case", args=[story.case.reference]))
    assert gone.status == 404, "what was shared ended with the case"
