# SPDX-License-Identifier: EUPL-1.2
"""From intake to aftercare in a real browser: each screen on a phone and on a desk, nl and en."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.care.actions import facts, needs, non_punishment, safety
from meerinbeeld.care.models import Case, Phase
from tests.care.making import fact_of, make_case
from tests.people import Village
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]
FORMS = (
    "case_suspect", "case_describe", "safety_assess", "measure", "non_punishment",
    "aftercare_start", "case_close",
)  # fmt: skip


@pytest.fixture
def known(case: Case, village: Village) -> Case:
    """A minor in help of whom much is known: looks, numbers, a file, and a detail taken away."""
    actor, reference = village.actor("carla"), case.reference
    facts.describe_person(actor, reference, facts.Described("yes", "16_17", "alone"))
    facts.suspect_forms(actor, reference, frozenset({"criminal_exploitation"}))
    facts.remove_fact(actor, reference, fact_of(case, "name").id)
    for level in ("unsafe", "watch"):
        look = safety.Look("review", level, "Hij belt", "112", ("threats",), 2, True)
        safety.assess_safety(actor, reference, look)
    for score in (1, 4, 2):
        given = [needs.Score("safety", score, "Slaapt"), needs.Score("day", 3)]
        needs.measure(actor, reference, "quarter", given)
    found = non_punishment.Found("compelled", "Berichten bewaard", "Bezit")
    non_punishment.note_non_punishment(actor, reference, found)
    return case


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    prefix: str, page: Any, known: Case, village: Village, enter: Enter
) -> None:
    reference, carla = known.reference, village.people["carla"]
    owner = village.organisations["veilig-thuis"]
    closed = make_case(owner, carla, phase=Phase.CLOSED)
    later = make_case(owner, carla, phase=Phase.AFTERCARE)
    addresses = [
        *(reverse("case_tab", args=[reference, tab]) for tab in ("detect", "protect", "prosecute")),
        reverse("fact_add", args=[reference, "protect"]),
        *(reverse(name, args=[reference]) for name in FORMS),
        reverse("case", args=[closed.reference]),
        reverse("case_reopen", args=[closed.reference]),
        reverse("aftercare_check", args=[later.reference]),
        reverse("help_again", args=[later.reference]),
    ]
    enter("carla")
    for address in addresses:
        answer = page.goto(prefix + address)
        assert answer.status == 200, address
        if "/fase/" in address:
            for folded in page.locator("main details").all():
                folded.evaluate("one => one.open = true")
        axe.check_both_sizes(page)
    assert page.complaints == []


def test_from_intake_to_aftercare_by_what_the_page_offers(
    page: Any, village: Village, enter: Enter
) -> None:
    owner, carla = village.organisations["veilig-thuis"], village.people["carla"]
    case = make_case(owner, carla, phase=Phase.INTAKE)
    enter("carla")
    page.goto(reverse("case", args=[case.reference]))
    page.get_by_role("link", name="Bekijk eerst de veiligheid").click()
    page.get_by_label("Extra opletten").check()
    page.get_by_label("Waar baseert u dat op?").fill("Hij kent de school")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("link", name="De intake is klaar").click()
    page.get_by_role("button", name="Start de hulp").click()
    page.goto(reverse("case_tab", args=[case.reference, "protect"]))
    page.get_by_role("link", name="Meet voor het eerst").click()
    page.get_by_role("group", name="Veiligheid").get_by_label("2 slecht").check()
    page.get_by_role("button", name="Bewaar deze cijfers").click()
    page.get_by_role("link", name="Start de nazorg").click()
    page.get_by_role("button", name="Start de nazorg").click()
    page.get_by_role("link", name="Noteer een gesprek").click()
    page.get_by_label("Wat hoorde u?").fill("Het gaat goed")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar dit gesprek").click()
    case.refresh_from_db()
    assert case.phase == Phase.AFTERCARE
    assert case.measures.get().score == 2
    assert case.steps.filter(kind="aftercare_checked").count() == 1
