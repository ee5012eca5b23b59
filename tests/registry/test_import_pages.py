# SPDX-License-Identifier: EUPL-1.2
"""The pages of an import: a file, its columns and words, a look, and what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import reading_in, undoing
from meerinbeeld.registry.models import Batch, Mapping, Notification
from tests.people import Village
from tests.registry.delivery import BAD, GOOD, HEADERS, NAME, imported, listed
from tests.signals.office.desk import words

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]


def upload(client: Client, data: bytes, **other: str) -> Any:
    return client.post(
        reverse("registry_lists"), {"list": SimpleUploadedFile("lijst.csv", data), **other}
    )


def columns_of(client: Client, batch: Batch) -> dict[str, Any]:
    """The form as it stands on the page."""
    form = client.get(reverse("registry_list_columns", args=[batch.pk])).context["form"]
    return {
        name: form.initial.get(name, field.initial) or "" for name, field in form.fields.items()
    }


def read_so(client: Client, batch: Batch, **other: str) -> Any:
    address = reverse("registry_list_columns", args=[batch.pk])
    return client.post(address, {**columns_of(client, batch), **other}, follow=True)


def test_a_list_is_uploaded_read_looked_at_and_imported(village: Village, client_for: Desk) -> None:
    pim = client_for("pim")
    answer = upload(pim, listed(*GOOD, BAD))
    batch = Batch.objects.get()
    assert answer["Location"] == reverse("registry_list_columns", args=[batch.pk])
    # nobody has said how it is read, so that there is nothing to look at yet
    unread = pim.get(reverse("registry_list", args=[batch.pk]))
    assert unread["Location"] == answer["Location"]
    looked = read_so(pim, batch)
    assert looked.status_code == 200
    said = words(looked)
    assert NAME in said and "Datum aanmelding" in said
    assert (looked.context["new"], looked.context["wrong_count"]) == (3, 1)
    pim.post(reverse("registry_list", args=[batch.pk]))
    running = pim.get(reverse("registry_list", args=[batch.pk]))
    assert "hx-get" in running.content.decode()
    reading_in.import_batch.call(str(batch.pk))
    done = pim.get(reverse("registry_list", args=[batch.pk]))
    assert "hx-get" not in done.content.decode() and Notification.objects.count() == 3


def test_a_saved_way_of_reading_is_used_by_itself_the_next_time(client_for: Desk) -> None:
    pim = client_for("pim")
    upload(pim, listed(GOOD[0].replace("Seksuele uitbuiting", "SU")))
    batch = Batch.objects.get()
    looked = read_so(pim, batch)
    assert looked.context["strange"] == 1 and not looked.context["new"]
    looked = read_so(pim, batch, word_forms_0="sexual_exploitation", name="Jaarlijst")
    assert looked.context["new"] == 1 and not looked.context["strange"]
    saved = Mapping.objects.get()
    assert saved.columns["words"] == {"forms": {"su": "sexual_exploitation"}}
    answer = upload(pim, listed(GOOD[1].replace("Arbeidsuitbuiting", "SU")))
    second = Batch.objects.latest("at")
    assert answer["Location"] == reverse("registry_list", args=[second.pk])
    assert second.mapping == saved
    assert "Jaarlijst" in words(pim.get(answer["Location"]))


def test_another_saved_way_can_be_chosen(village: Village, client_for: Desk) -> None:
    chris = client_for("chris")
    upload(chris, listed(GOOD[0]))
    batch = Batch.objects.get()
    read_so(chris, batch, rests_on="none", name="Zonder grondslag")
    read_so(chris, batch, rests_on="other", name="Publieke taak")
    other = Mapping.objects.get(name="Zonder grondslag")
    use = reverse("registry_list_use", args=[batch.pk])
    chris.post(use, {"mapping": str(other.pk)})
    assert columns_of(chris, batch)["rests_on"] == "none"
    for wrong in ("", "x", str(batch.pk)):
        assert chris.post(use, {"mapping": wrong}).status_code == 404


def test_what_is_missing_in_the_form_is_said_and_nothing_chosen_is_lost(client_for: Desk) -> None:
    chris = client_for("chris")
    upload(chris, listed(GOOD[0]))
    batch = Batch.objects.get()
    # a shelter has no duty, and a ground is not guessed
    bare = read_so(chris, batch, notifier="lawyer")
    assert bare.status_code == 422 and bare.context["form"].has_error("rests_on")
    assert bare.context["form"]["notifier"].value() == "lawyer"
    for basis in ("consent", "column"):
        assert read_so(chris, batch, rests_on=basis).context["form"].has_error("rests_on")
    twice = read_so(chris, batch, rests_on="none", column_1="notified_on", column_2="notified_on")
    assert twice.status_code == 422
    forged = read_so(chris, batch, rests_on="none", column_0="bsn")
    assert forged.status_code == 422


def test_the_wrong_rows_go_back_and_can_be_delivered_again(
    village: Village, client_for: Desk
) -> None:
    batch = imported(village, listed(GOOD[0], BAD.replace("Fout", "=1+1")))
    pim = client_for("pim")
    answer = pim.get(reverse("registry_list_wrong", args=[batch.pk]))
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert table[0][2:] == HEADERS.split(";") and table[1][0] == "3"
    assert "Datum aanmelding" in table[1][1] and table[1][4] == "'=1+1"
    assert Entry.objects.filter(dossier=batch.dossier, verb="export").count() == 1
    mended = answer.content.replace(b"31-02-2026", b"21-02-2026")
    upload(pim, mended)
    second = Batch.objects.latest("at")
    looked = read_so(pim, second)
    assert looked.context["new"] == 1
    assert looked.context["first"][0][0].read.entry.given.details["first_name"] == "=1+1"


def test_the_first_rows_are_shown_as_they_will_be_stored(client_for: Desk) -> None:
    pim = client_for("pim")
    upload(pim, listed(GOOD[0]))
    shown = read_so(pim, Batch.objects.get()).content.decode()
    assert "3 april 2005" in shown and "· Zwolle ·" in shown


def test_the_wrong_rows_can_be_saved_also_when_nothing_can_be_imported(client_for: Desk) -> None:
    pim = client_for("pim")
    upload(pim, listed(BAD))
    batch = Batch.objects.get()
    looked = read_so(pim, batch)
    address = reverse("registry_list_wrong", args=[batch.pk])
    assert looked.context["new"] == 0 and address in looked.text
    rows = list(
        csv.reader(io.StringIO(pim.get(address).content.decode("utf-8-sig")), delimiter=";")
    )
    assert rows[1][0] == "2" and rows[1][2:] == BAD.split(";")
    upload(pim, listed(GOOD[0]))
    good = Batch.objects.latest("at")
    read_so(pim, good)
    assert pim.get(reverse("registry_list_wrong", args=[good.pk])).status_code == 404


def test_what_is_left_of_a_list_can_be_thrown_away_at_once(
    village: Village, client_for: Desk
) -> None:
    batch = imported(village, listed(BAD))
    pim = client_for("pim")
    pim.post(reverse("registry_list_let_go", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.content is None
    assert pim.get(reverse("registry_list_wrong", args=[batch.pk])).status_code == 404


def test_a_list_that_waits_can_be_thrown_away_and_one_that_runs_cannot(client_for: Desk) -> None:
    pim = client_for("pim")
    for _ in range(2):
        upload(pim, listed(GOOD[0]))
    first, second = Batch.objects.order_by("at")
    pim.post(reverse("registry_list_discard", args=[first.pk]))
    pim.post(reverse("registry_list", args=[second.pk]))
    pim.post(reverse("registry_list_discard", args=[second.pk]))
    assert list(Batch.objects.all()) == [second]


def test_a_delivery_is_taken_back_after_asking_once_more(
    village: Village, client_for: Desk
) -> None:
    batch = imported(village, listed(*GOOD))
    pim, address = client_for("pim"), reverse("registry_list_undo", args=[batch.pk])
    assert "3" in words(pim.get(address)) and Notification.objects.count() == 3
    running = pim.post(address, follow=True)
    assert "hx-get" in running.text and Notification.objects.count() == 3
    undoing.undo_batch.call(str(batch.pk))
    done = pim.get(reverse("registry_list", args=[batch.pk]))
    assert "hx-get" not in done.text and not Notification.objects.exists()
    assert pim.post(address, follow=True).status_code == 200


def test_a_changed_row_is_looked_at_and_decided(village: Village, client_for: Desk) -> None:
    imported(village, listed(GOOD[0]))
    batch = imported(village, listed(GOOD[0].replace(";V;", ";M;")))
    pim, address = client_for("pim"), reverse("registry_list_difference", args=[batch.pk, 2])
    assert address in pim.get(reverse("registry_list", args=[batch.pk])).content.decode()
    assert "Man" in words(pim.get(address))
    pim.post(address, {"take_over": "yes"})
    assert Notification.objects.get().sex == "male"
    assert pim.get(address).status_code == 404
    assert client_for("chris").get(address).status_code == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"a;b", b"PK\x03\x04 no zip"])
def test_a_bad_file_is_refused_with_what_to_do(client_for: Desk, data: bytes) -> None:
    assert upload(client_for("pim"), data).status_code == 422 and not Batch.objects.exists()


def test_the_empty_list_can_be_imported_as_it_is(client_for: Desk) -> None:
    chris = client_for("chris")
    upload(chris, chris.get(reverse("registry_list_empty")).content)
    batch = Batch.objects.get()
    assert read_so(chris, batch).context["new"] == 1


def test_only_whoever_keeps_the_register_chooses_whose_list_it_is(
    village: Village, client_for: Desk
) -> None:
    police = str(village.organisations["politie"].pk)
    upload(client_for("carla"), listed(GOOD[0]), whose=police)
    upload(client_for("chris"), listed(GOOD[0]), whose=police)
    owners = Batch.objects.order_by("at").values_list("organisation__slug", flat=True)
    assert list(owners) == ["politie", "opvang"]


# --- Saved ways of reading ------------------------------------------------------------------------


@pytest.fixture
def saved(village: Village, client_for: Desk) -> Mapping:
    pim = client_for("pim")
    upload(pim, listed(GOOD[0]))
    read_so(pim, Batch.objects.get(), name="Jaarlijst")
    return Mapping.objects.get()


def test_a_saved_way_is_seen_renamed_and_removed(saved: Mapping, client_for: Desk) -> None:
    pim, address = client_for("pim"), reverse("registry_mapping", args=[saved.pk])
    assert "Dossiernr" in words(pim.get(address))
    pim.post(address, {"name": "Maandlijst"})
    saved.refresh_from_db()
    assert saved.name == "Maandlijst"
    assert pim.post(address, {"name": " "}).status_code == 422
    pim.post(reverse("registry_mapping_remove", args=[saved.pk]))
    assert not Mapping.objects.exists()


def test_a_saved_way_goes_along_as_a_file(saved: Mapping, client_for: Desk) -> None:
    file = client_for("pim").get(reverse("registry_mapping_export", args=[saved.pk]))
    chris = client_for("chris")
    address = reverse("registry_mappings")
    chris.post(address, {"file": SimpleUploadedFile("x.yaml", file.content)})
    own = Mapping.objects.get(organisation__slug="opvang")
    assert own.columns == saved.columns and own.name == saved.name
    bad = chris.post(address, {"file": SimpleUploadedFile("x.yaml", b"a: [")})
    assert bad.status_code == 422 and Mapping.objects.count() == 2


def test_two_saved_ways_cannot_have_one_name(saved: Mapping, client_for: Desk) -> None:
    pim = client_for("pim")
    read_so(pim, Batch.objects.get(), name="Anders")
    other = Mapping.objects.get(name="Anders")
    answer = pim.post(reverse("registry_mapping", args=[other.pk]), {"name": "Jaarlijst"})
    assert answer.status_code == 422
    assert answer.context["form"]["name"].value() == "Jaarlijst"


# --- Who may --------------------------------------------------------------------------------------

PAGES = ("registry_list", "registry_list_columns", "registry_list_wrong", "registry_list_undo")


def test_a_list_of_others_is_not_there(village: Village, client_for: Desk) -> None:
    batch = imported(village, listed(BAD))
    for name, status in (("anna", 404), ("chris", 404), ("tess", 403), ("paula", 403)):
        client = client_for(name)
        assert {client.get(reverse(page, args=[batch.pk])).status_code for page in PAGES} == {
            status
        }
    for name in ("tess", "paula"):
        assert client_for(name).get(reverse("registry_lists")).status_code == 403
        assert client_for(name).get(reverse("registry_list_empty")).status_code == 403


def test_a_saved_way_of_others_is_not_there(saved: Mapping, client_for: Desk) -> None:
    for name, status in (("chris", 404), ("tess", 403)):
        for page in ("registry_mapping", "registry_mapping_export", "registry_mapping_remove"):
            answer = client_for(name).get(reverse(page, args=[saved.pk]))
            assert answer.status_code == status


def test_looking_at_a_list_leaves_a_trace(village: Village, client_for: Desk) -> None:
    pim = client_for("pim")
    upload(pim, listed(GOOD[0]))
    batch = Batch.objects.get()
    pim.get(reverse("registry_list_columns", args=[batch.pk]))
    assert Entry.objects.filter(dossier=batch.dossier, verb="open").count() == 1
