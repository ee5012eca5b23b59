# SPDX-License-Identifier: EUPL-1.2
"""A signal book is taken over once, each wrong row is named, and no bad file does harm."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms, vault
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions import book as actions
from meerinbeeld.signals.actions.book_rows import FIELDS, Known, guess, read_row
from meerinbeeld.signals.models import Phase, Signal, SignalBook
from tests.people import Village
from tests.signals.office.desk import words

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
KNOWN = Known(TODAY, {"zwolle": "GM0193"}, 20_000)
HEADERS = "Nummer;Datum;Gemeente;Omschrijving;Kenteken;Vorm;Status;Einddatum;Reden"
STORY = "Zeldzaamregel: busje op het plein"


def last_year(days: int = 200) -> str:
    return f"{timezone.localdate() - datetime.timedelta(days=days):%d-%m-%Y}"


def rows(*lines: str) -> bytes:
    return "\r\n".join([HEADERS, *lines]).encode("cp1252")


def good() -> bytes:
    return rows(
        f"1;{last_year()};Zwolle;{STORY};AB-123-C;Criminele uitbuiting;open;;",
        f"2;{last_year(300)};;Wéggelopen meisje;;;afgesloten;{last_year(100)};Geen mensenhandel",
        "3;geen datum;Nergens;iets;;;;;",
    )


def upload(client: Client, data: bytes, name: str = "boek.csv") -> Any:
    return client.post(reverse("books"), {"book": SimpleUploadedFile(name, data)})


def imported(client: Client, data: bytes) -> SignalBook:
    upload(client, data)
    book = SignalBook.objects.latest("at")
    form = client.get(reverse("book", args=[book.id])).context["form"]
    fields = {name: form.fields[name].initial for name in form.fields}
    answer = client.post(reverse("book", args=[book.id]), {**fields, "confirm": "yes"})
    assert answer.status_code == 302
    actions.import_book.call(str(book.id))
    book.refresh_from_db()
    return book


def test_a_book_is_looked_at_confirmed_and_imported(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    anna = client_for("anna")
    answer = upload(anna, good())
    book = SignalBook.objects.get()
    assert answer["Location"] == reverse("book", args=[book.id])
    assert STORY.encode() not in bytes(book.rows)
    shown = words(anna.get(answer["Location"]))
    assert STORY in shown and "Rij 4" in shown or "Row 4" in shown
    assert not Signal.objects.exists()

    book = imported(anna, good())
    assert (book.row_count, book.imported_count) == (3, 2)
    open_one, closed = Signal.objects.order_by("-received_at")
    assert open_one.owner == village.organisations["gemeente-zwolle"]
    assert (open_one.phase, open_one.next_step) == (Phase.ASSESSING, "choose_route")
    assert open_one.due_at and open_one.due_at > timezone.now()
    assert open_one.forms.get().form == "criminal_exploitation"
    assert (closed.phase, closed.stop_reason) == (Phase.CLOSED, "no_trafficking")
    assert timezone.localdate(closed.received_at) == timezone.localdate() - datetime.timedelta(300)
    # a year from the end, and not five years from the receipt
    assert closed.retention_until < timezone.localdate() + datetime.timedelta(days=300)
    with vault.unlocked(open_one.dossier) as box:
        assert box.text(open_one.items.get(kind="story"), "value") == STORY
    assert open_one.marks.get().kind == "plate"
    assert Entry.objects.filter(verb="import", dossier=open_one.dossier).count() == 1


def test_the_same_book_twice_adds_nothing(client_for: Callable[[str], Client]) -> None:
    anna = client_for("anna")
    imported(anna, good())
    second = imported(anna, good())
    assert Signal.objects.count() == 2 and second.imported_count == 0
    report = anna.get(reverse("book_report", args=[second.id])).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(report), delimiter=";"))
    assert [line[0] for line in table[1:]] == ["2", "3", "4"]
    assert table[1][2] == Signal.objects.order_by("-received_at")[0].reference


def test_two_organisations_may_have_the_same_number(client_for: Callable[[str], Client]) -> None:
    imported(client_for("anna"), good())
    imported(client_for("bilal"), good())
    assert Signal.objects.count() == 4


def test_an_import_that_stopped_goes_on_and_a_second_worker_adds_nothing(
    client_for: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 1)
    anna = client_for("anna")
    upload(anna, good())
    book = SignalBook.objects.get()
    form = anna.get(reverse("book", args=[book.id])).context["form"]
    fields = {name: form.fields[name].initial for name in form.fields}
    anna.post(reverse("book", args=[book.id]), {**fields, "confirm": "yes"})
    assert actions.import_piece(book.id)
    assert "1" in words(anna.get(reverse("book", args=[book.id])))
    actions.import_book.call(str(book.id))
    actions.import_book.call(str(book.id))
    book.refresh_from_db()
    assert book.imported_at and Signal.objects.count() == 2 and book.handled_count == 3


def test_a_column_can_be_corrected_and_two_cannot_be_the_same(
    client_for: Callable[[str], Client],
) -> None:
    anna = client_for("anna")
    upload(anna, b"Wanneer;Iets\n01-02-2026;verhaal")
    book = SignalBook.objects.get()
    address = reverse("book", args=[book.id])
    same = anna.post(address, {"column_0": "received", "column_1": "received", "confirm": "yes"})
    assert same.status_code == 422
    without = anna.post(address, {"column_0": "", "column_1": "story", "confirm": "yes"})
    assert without.status_code == 422
    forged = anna.post(address, {"column_0": "owner", "column_1": "story"})
    assert forged.status_code == 422
    anna.post(address, {"column_0": "received", "column_1": "story"})
    assert anna.get(address).context["good_count"] == 1


def test_a_book_of_others_is_not_there(client_for: Callable[[str], Client]) -> None:
    upload(client_for("anna"), good())
    book = SignalBook.objects.get()
    for name in ("bilal", "carla"):
        client = client_for(name)
        assert client.get(reverse("book", args=[book.id])).status_code == 404
        assert client.post(reverse("book_discard", args=[book.id])).status_code == 404
        assert client.get(reverse("book_report", args=[book.id])).status_code == 404
    for name in ("chris", "tess", "pim", "adam", "paula"):
        client = client_for(name)
        assert client.get(reverse("books")).status_code == 403
        assert client.get(reverse("book", args=[book.id])).status_code == 403
        assert upload(client, good()).status_code == 403
    assert SignalBook.objects.count() == 1


def test_opening_the_preview_leaves_a_trace(client_for: Callable[[str], Client]) -> None:
    anna = client_for("anna")
    upload(anna, good())
    book = SignalBook.objects.get()
    anna.get(reverse("book", args=[book.id]))
    assert Entry.objects.filter(verb="open", dossier=book.dossier).count() == 1


def test_a_book_nobody_confirmed_goes_after_a_day(client_for: Callable[[str], Client]) -> None:
    upload(client_for("anna"), good())
    book = SignalBook.objects.get()
    assert actions.forget_books() == 0
    assert actions.forget_books(timezone.now() + datetime.timedelta(days=2)) == 1
    assert not SignalBook.objects.exists() and vault.is_shredded(book.dossier)


def test_who_lost_the_role_imports_nothing_more(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    anna = client_for("anna")
    upload(anna, good())
    book = SignalBook.objects.get()
    SignalBook.objects.update(confirmed_at=timezone.now())
    village.people["anna"].memberships.all().delete()
    actions.import_book.call(str(book.id))
    assert not Signal.objects.exists()


def test_the_empty_book_can_be_imported_as_it_is(client_for: Callable[[str], Client]) -> None:
    anna = client_for("anna")
    data = anna.get(reverse("book_template")).content
    assert imported(anna, data).imported_count == 1


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"x" * (5 * 1024 * 1024 + 1), b"a\n" + b"1\n" * 5001]
)
def test_a_bad_file_is_refused_with_what_to_do(
    data: bytes, client_for: Callable[[str], Client]
) -> None:
    answer = upload(client_for("anna"), data)
    assert answer.status_code in {413, 422} and not SignalBook.objects.exists()


# --- Rows -----------------------------------------------------------------------------------------

CELLS = st.lists(st.text(max_size=30), min_size=len(FIELDS), max_size=len(FIELDS))
EVERY = dict(enumerate(FIELDS))


@given(CELLS)
def test_any_row_is_a_signal_or_says_what_is_wrong(cells: list[str]) -> None:
    found = read_row(cells, EVERY, KNOWN)
    if isinstance(found, list):
        assert found and all(str(problem.words) for problem in found)
        # a message never repeats what stood in the cell
    else:
        assert found.items and found.received <= TODAY


@given(st.lists(st.text(max_size=20), max_size=30))
def test_no_field_is_guessed_twice(headers: list[str]) -> None:
    mapping = guess(headers)
    assert len(set(mapping.values())) == len(mapping)
    assert all(0 <= place < len(headers) for place in mapping)


def test_usual_headings_are_guessed() -> None:
    headers = ["Nr.", "Datum melding", "Gemeente", "Omschrijving signaal", "Kenteken", "Telefoonnr"]
    assert set(guess(headers).values()) >= {
        "received", "municipality", "story", "plate", "phone",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"received": ""}, "received"),
        ({"received": "31-02-2026"}, "received"),
        ({"received": "5-3-24"}, "received"),
        ({"received": "01-01-2030"}, "received"),
        ({"received": "01-01-2015"}, "received"),
        ({"municipality": "Verweggistan"}, "municipality"),
        ({"form": "iets anders raars"}, "form"),
        ({"minor": "misschien"}, "minor"),
        ({"story": ""}, "story"),
        ({"story": "x" * 100_000}, "story"),
        ({"story": "\ufffd"}, "story"),
        ({"phone": "geen nummer"}, "phone"),
        ({"status": "half"}, "status"),
        ({"status": "gesloten"}, "closed_on"),
        ({"status": "gesloten", "closed_on": "05-03-2026"}, "stop_reason"),
        ({"closed_on": "01-01-2026", "stop_reason": "Geen mensenhandel"}, "closed_on"),
    ],
)
def test_a_wrong_cell_is_named(changed: dict[str, str], column: str) -> None:
    values = {"received": "04-03-2026", "story": "een verhaal", **changed}
    cells = [values.get(name, "") for name in FIELDS]
    found = read_row(cells, EVERY, KNOWN)
    assert isinstance(found, list)
    assert FIELDS[column][0] in [problem.column for problem in found]


@pytest.mark.parametrize("column", ["reporter_kind", "form", "stop_reason"])
def test_a_word_we_do_not_know_is_answered_with_the_words_we_do(column: str) -> None:
    closed = {"status": "gesloten", "closed_on": "05-03-2026"} if column == "stop_reason" else {}
    values = {"received": "04-03-2026", "story": "een verhaal", **closed, column: "qqq"}
    found = read_row([values.get(name, "") for name in FIELDS], EVERY, KNOWN)
    assert isinstance(found, list)
    listed = norms.codelist({"form": "form_of_exploitation"}.get(column, column))
    (said,) = [str(problem.words) for problem in found]
    assert all(code.label in said for code in listed)


def test_the_report_runs_no_formula() -> None:
    content = actions.Content("x", [], [], {}, [["2", "wrong", "", "=cmd()"]])
    assert "'=cmd()" in actions.report_csv(content).decode("utf-8-sig")
