# SPDX-License-Identifier: EUPL-1.2
"""A page of figures with its filters under a name: one's own, or shared with colleagues."""

from __future__ import annotations

import pytest

from meerinbeeld.access.changing import ChangeError
from meerinbeeld.insight.actions import saved as actions
from meerinbeeld.insight.models import SavedView
from tests.people import Village, client_for

ADDRESS = "/cijfers/kaart/?jaar=2025&blik=regio"


def kept(village: Village, by: str = "leo", *, shared: bool = False) -> SavedView:
    return actions.keep(village.actor(by), "Kaart 2025", ADDRESS, shared=shared)


def test_a_kept_view_leads_to_the_page_with_its_filters(village: Village) -> None:
    client = client_for(village.people["leo"])
    assert "adres=%2Fcijfers" not in client.get("/cijfers/bewaard/").content.decode()
    given = {"name": "Kaart 2025", "address": ADDRESS}
    assert client.post("/cijfers/bewaard/nieuw/", given).status_code == 302
    text = client.get("/cijfers/bewaard/").content.decode()
    assert 'href="/cijfers/kaart/?jaar=2025&amp;blik=regio">Kaart 2025</a>' in text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/cijfers/kaart/", "//example.org/cijfers/kaart/", "cijfers/kaart/",
        "/signalen/", "/cijfers/onbekend/", "javascript:alert(1)", "/cijfers/kaart/?x=" + "y" * 400,
        "",
    ],
)  # fmt: skip
def test_nothing_but_a_page_of_figures_is_kept(address: str, village: Village) -> None:
    with pytest.raises(ChangeError):
        actions.keep(village.actor("leo"), "x", address, shared=True)
    assert not SavedView.objects.exists()


def test_a_name_is_used_once_and_what_was_typed_comes_back(village: Village) -> None:
    kept(village)
    client = client_for(village.people["leo"])
    answer = client.post("/cijfers/bewaard/nieuw/", {"name": "Kaart 2025", "address": ADDRESS})
    assert answer.status_code == 422
    assert "bewaarde al een blik" in answer.content.decode()
    assert "Kaart 2025" in answer.content.decode()


def test_a_colleague_sees_it_when_it_is_shared_and_cannot_change_it(village: Village) -> None:
    view = kept(village)
    colleague = client_for(village.people["vera"])
    assert "Kaart 2025" not in colleague.get("/cijfers/bewaard/").content.decode()
    actions.share(village.actor("leo"), view.pk, shared=True)
    assert "Kaart 2025" in colleague.get("/cijfers/bewaard/").content.decode()
    for step in ("delen/", "weg/"):
        assert colleague.post(f"/cijfers/bewaard/{view.pk}/{step}").status_code == 404
    assert SavedView.objects.get().is_shared


@pytest.mark.parametrize("name", ["carla", "bilal", "chris"])
def test_another_organisation_never_sees_it(name: str, village: Village) -> None:
    view = kept(village, shared=True)
    client = client_for(village.people[name])
    assert "Kaart 2025" not in client.get("/cijfers/bewaard/").content.decode()
    assert client.post(f"/cijfers/bewaard/{view.pk}/weg/").status_code == 404
    assert SavedView.objects.exists()


@pytest.mark.parametrize("name", ["tess", "adam"])
def test_who_reads_no_figures_keeps_none(name: str, village: Village) -> None:
    client = client_for(village.people[name])
    assert client.get("/cijfers/bewaard/").status_code == 403
    given = {"name": "x", "address": ADDRESS}
    assert client.post("/cijfers/bewaard/nieuw/", given).status_code == 403


def test_the_owner_shares_it_no_longer_and_forgets_it(village: Village) -> None:
    view = kept(village, shared=True)
    client = client_for(village.people["leo"])
    client.post(f"/cijfers/bewaard/{view.pk}/delen/", {"shared": "no"})
    assert not SavedView.objects.get().is_shared
    client.post(f"/cijfers/bewaard/{view.pk}/weg/")
    assert not SavedView.objects.exists()
