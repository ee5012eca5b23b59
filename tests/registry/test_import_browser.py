# SPDX-License-Identifier: EUPL-1.2
"""Importing a list in a real browser: on a phone and on a desk, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.registry.actions import mappings, reading_in
from meerinbeeld.registry.lists.setting import Setting
from meerinbeeld.registry.models import Batch, Notification
from tests.people import Village
from tests.registry.delivery import BAD, GOOD, imported, listed, waiting
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    prefix: str, page: Any, village: Village, enter: Enter
) -> None:
    imported(village, listed(GOOD[1]))
    done = imported(village, listed(GOOD[1].replace(";M;", ";V;"), BAD))
    waits = waiting(village, listed(*GOOD, BAD, GOOD[0].replace("Seksuele uitbuiting", "SU")))
    police = village.organisations["politie"].pk
    setting = Setting(columns={"sex": "M/V"}, words={"sex": {"v": "female"}})
    saved = mappings.save(village.actor("pim"), police, "Jaarlijst", setting)
    enter("pim")
    addresses = (
        reverse("registry_lists"), reverse("registry_list_columns", args=[waits.pk]),
        reverse("registry_list", args=[waits.pk]), reverse("registry_list", args=[done.pk]),
        reverse("registry_list_difference", args=[done.pk, 2]),
        reverse("registry_mappings"), reverse("registry_mapping", args=[saved.pk]),
        reverse("registry_mapping_remove", args=[saved.pk]),
    )  # fmt: skip
    axe.check_pages(page, addresses, prefix)


def test_a_list_is_imported_from_file_to_result(
    page: Any, village: Village, enter: Enter, tmp_path: Path
) -> None:
    file = tmp_path / "lijst.csv"
    file.write_bytes(listed(*GOOD, BAD))
    enter("pim")
    page.goto(reverse("registry_lists"))
    page.set_input_files("input[type=file]", str(file))
    press(page, "Bekijk de lijst")
    press(page, "Bekijk de rijen")
    assert "nieuw 3" in page.inner_text("main")
    press(page, "Importeer deze lijst")
    reading_in.import_batch.call(str(Batch.objects.get().pk))
    page.wait_for_selector("text=Neem de lijst terug")  # the page looks again by itself
    assert Notification.objects.count() == 3
    page.reload()
    assert page.inner_text("h1") == "De lijst is geïmporteerd"
    assert page.complaints == []


def press(page: Any, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()
