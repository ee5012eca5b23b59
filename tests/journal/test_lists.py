# SPDX-License-Identifier: EUPL-1.2
"""One entry on many dossiers: each of them can be found and proven, and none other is shown."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from meerinbeeld import journal
from meerinbeeld.journal import actions, handing, merkle, proving, rolls
from meerinbeeld.journal import keys as signing_keys
from meerinbeeld.journal.models import Entry, Pending, Roll
from tests.journal.conftest import Tamper, on_list

Queries = Callable[..., object]
#: Ids that end alike, so that a roll has many.
ids = st.uuids() | st.integers(0, 40).map(lambda number: uuid.UUID(int=number << 8 | number % 3))
id_sets = st.sets(ids, min_size=1, max_size=60)


def public_key() -> bytes:
    [key] = signing_keys.public_keys().values()
    return key


def kinds() -> set[str]:
    return {problem.kind for problem in journal.verify().problems}


def key(one: uuid.UUID) -> str:
    return one.hex if connection.vendor == "sqlite" else str(one)


# --- Writing and finding --------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_act_on_many_dossiers_is_one_entry_that_each_of_them_finds(
    django_assert_max_num_queries: Queries,
) -> None:
    dossiers = [uuid.uuid4() for _ in range(700)]
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        entry = on_list(*dossiers)
    assert Entry.objects.get() == entry
    assert Pending.objects.get().entry == entry.pk
    assert (entry.dossier, journal.listed(entry.thing_id)) == (None, rolls.listed(entry.thing_id))
    told = journal.listed(entry.thing_id)
    assert told is not None and told.size == 700
    assert sorted(journal.dossiers_of(entry)) == sorted(dossiers)
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        assert list(journal.about(dossiers[:3])) == [entry]
    assert list(journal.about(dossiers)) == [entry]
    assert not journal.about([uuid.uuid4()]).exists()


@pytest.mark.django_db
def test_a_dossier_finds_its_own_entries_and_its_lists_and_no_others() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    own = journal.record(
        journal.SYSTEM, "open", purpose="care", thing="signals.signal", dossier=one
    )
    both, without = on_list(one, other), on_list(other)
    assert set(journal.about([one])) == {own, both}
    assert set(journal.about([other])) == {both, without}
    assert set(journal.about([one, other])) == {own, both, without}
    assert not journal.about([]).exists()


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.lists(id_sets, max_size=4), st.lists(ids, max_size=4))
def test_whatever_the_lists_they_are_found_by_what_is_on_them(
    lists: list[set[uuid.UUID]], asked: list[uuid.UUID]
) -> None:
    with transaction.atomic():
        made = [(on_list(*one), one) for one in lists]
        looked_for = [*asked, *(min(one) for one in lists)]
        wanted = {entry for entry, one in made if one & set(looked_for)}
        assert set(journal.about(looked_for)) == wanted
        assert not [entry for entry, one in made if set(journal.dossiers_of(entry)) != one]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_id_that_only_seems_to_stand_between_two_others_is_not_on_the_list() -> None:
    first = b"\x01" * 8 + b"\x02" * 7 + b"\x01"
    second = b"\x03" * 7 + b"\x01" * 9
    between = uuid.UUID(bytes=first[8:] + second[:8])
    entry = on_list(uuid.UUID(bytes=first), uuid.UUID(bytes=second))
    assert not journal.about([between]).exists()
    both = on_list(uuid.UUID(bytes=first), uuid.UUID(bytes=second), between)
    assert list(journal.about([between])) == [both]
    assert set(journal.about([uuid.UUID(bytes=second)])) == {entry, both}


@pytest.mark.django_db
def test_a_dossier_that_is_named_twice_is_on_the_list_once() -> None:
    one = uuid.uuid4()
    assert list(journal.dossiers_of(on_list(one, one))) == [one]


@pytest.mark.django_db
def test_an_act_on_no_dossier_leaves_nothing() -> None:
    journal.record_list(journal.SYSTEM, "open", purpose="care", thing="x", dossiers=[])
    assert not Entry.objects.exists() and not Roll.objects.exists()


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_neither_entry_nor_list() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        on_list(uuid.uuid4())
        raise RuntimeError
    assert not Entry.objects.exists() and not Roll.objects.exists()


@pytest.mark.django_db
def test_where_the_list_cannot_be_kept_there_is_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(entry: uuid.UUID, ids: list[bytes]) -> None:
        raise RuntimeError

    monkeypatch.setattr(rolls, "write", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        on_list(uuid.uuid4())
    assert not Entry.objects.exists() and not Pending.objects.exists()


@pytest.mark.django_db
def test_nothing_else_may_call_itself_a_list() -> None:
    name = rolls.name_of(rolls.ordered([uuid.uuid4().bytes]))
    with pytest.raises(ValueError, match="list of dossiers only"):
        journal.record(journal.SYSTEM, "open", purpose="care", thing="x", thing_id=name)
    with pytest.raises(ValueError, match="list of dossiers only"):
        journal.record_many(
            journal.SYSTEM, "open", purpose="care", thing="x", touched=[journal.Touched(name)]
        )


@given(id_sets)
def test_the_name_of_a_list_tells_its_size_and_root_and_fits_its_column(
    dossiers: set[uuid.UUID],
) -> None:
    in_order = rolls.ordered(one.bytes for one in dossiers)
    name = rolls.name_of(in_order)
    assert rolls.listed(name) == (len(dossiers), merkle.tree_root(rolls.leaves_of(in_order)))
    assert len(name) <= 80
    assert rolls.name_of(rolls.ordered(in_order[::-1])) == name


@pytest.mark.parametrize("name", ["", "7", "list:", "list:0:" + "0" * 64, "list:1:" + "0" * 63])
def test_the_id_of_a_thing_is_no_list(name: str) -> None:
    assert rolls.listed(name) is None


# --- Proving --------------------------------------------------------------------------------------


def proven(dossiers: list[uuid.UUID], own: list[uuid.UUID]) -> proving.Proof:
    entry = on_list(*dossiers)
    journal.seal_pending()
    return journal.inclusion_proofs([entry], own)[entry.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 64, 333])
def test_a_dossier_can_be_proven_to_be_on_the_list_without_showing_another(
    keys: Path, size: int
) -> None:
    dossiers = [uuid.uuid4() for _ in range(size)]
    proof = proven(dossiers, [dossiers[0], uuid.uuid4()])
    assert journal.verify_proof(proof, public_key())
    assert proof.dossiers == {str(dossiers[0])}
    told = json.dumps(handing.as_json(proof))
    assert [one for one in dossiers[1:] if str(one) in told or one.hex in told] == []
    assert handing.from_json(json.loads(told)) == proof


@given(id_sets, st.data())
def test_every_place_on_a_list_is_proven_and_no_other_dossier_has_it(
    dossiers: set[uuid.UUID], data: st.DataObject
) -> None:
    in_order = rolls.ordered(one.bytes for one in dossiers)
    tree = merkle.Tree.over(rolls.leaves_of(in_order))
    at = data.draw(st.integers(0, len(in_order) - 1))
    name, told = rolls.name_of(in_order), tree.path(at)
    place = proving.Place(uuid.UUID(bytes=in_order[at]), at, tuple(told))
    assert proving._is_listed(place, name)
    other = data.draw(ids)
    if other != place.dossier:
        assert not proving._is_listed(replace(place, dossier=other), name)
    assert not proving._is_listed(place, "7")


@pytest.mark.django_db
def test_a_forged_place_does_not_hold(keys: Path) -> None:
    dossiers = [uuid.uuid4() for _ in range(9)]
    proof = proven(dossiers[:8], [dossiers[0]])
    [place] = proof.places
    for forged in (
        replace(place, dossier=dossiers[8]),
        replace(place, index=(place.index + 1) % 8),
        replace(place, path=place.path[:-1]),
        replace(place, path=(bytes(32), *place.path[1:])),
    ):
        assert not journal.verify_proof(replace(proof, places=(forged,)), public_key())
    fields = {**proof.fields, "thing_id": rolls.name_of(rolls.ordered([dossiers[8].bytes]))}
    assert not journal.verify_proof(replace(proof, fields=fields), public_key())


@pytest.mark.django_db
def test_a_person_with_two_dossiers_on_a_list_gets_both_places(keys: Path) -> None:
    dossiers = [uuid.uuid4() for _ in range(20)]
    proof = proven(dossiers, dossiers[:2])
    assert proof.dossiers == {str(one) for one in dossiers[:2]}
    assert journal.verify_proof(proof, public_key())


def test_what_is_no_proof_is_refused() -> None:
    for told in ({}, {"fields": 7}, {"fields": {}, "index": 0, "path": ["!"], "checkpoint": ""}):
        with pytest.raises(handing.NotAProof):
            handing.from_json(told)


# --- The command that checks what somebody was handed ---------------------------------------------


def checked(file: Path, public: Path | None = None) -> tuple[int, str]:
    out = io.StringIO()
    return actions.check_command(out, file, public), out.getvalue()


def looked(*proofs: dict[str, Any], **said: str) -> str:
    """The lines of a package with these proofs; `said` is what they say beside the truth."""
    lines = [
        {**{name: one["fields"][name] for name in ("at", "verb", "purpose")}, **said, "proof": one}
        for one in proofs
    ]
    return json.dumps({"looked": [*lines, {"proof": None}]})


@pytest.mark.django_db
def test_the_command_checks_what_a_person_was_handed(keys: Path, tmp_path: Path) -> None:
    dossiers = [uuid.uuid4() for _ in range(5)]
    told = handing.as_json(proven(dossiers, dossiers[:1]))
    file = tmp_path / "inzage.json"
    file.write_text(looked(told))
    assert checked(file) == (0, "1 of 1 proofs hold, 1 on a list; 1 entries were not sealed yet.\n")
    [public] = (keys / "journal").glob("*.pub")
    assert checked(file, public)[0] == 0
    told["listed"][0]["dossier"] = str(dossiers[1])
    file.write_text(looked(told))
    status, said = checked(file)
    assert status == 1 and said.startswith("WRONG: proof 1")
    told["listed"] = []  # then it is about nobody
    file.write_text(looked(told))
    assert checked(file)[0] == 1


def test_the_command_refuses_what_is_no_package(tmp_path: Path) -> None:
    file = tmp_path / "inzage.json"
    for text in ("", "[]", "{}", '{"looked": [{"proof": {}}]}', "[" * 200_000):
        file.write_text(text)
        assert checked(file)[0] == 2
    assert checked(tmp_path / "missing.json")[0] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [{"verb": "list"}, {"purpose": "oversight"}, {"at": "2020-01-01T00:00:00+00:00"}, {"at": "?"}],
)
def test_a_proof_does_not_hold_for_a_line_that_says_something_else(
    keys: Path, tmp_path: Path, said: dict[str, str]
) -> None:
    dossiers = [uuid.uuid4()]
    file = tmp_path / "inzage.json"
    file.write_text(looked(handing.as_json(proven(dossiers, dossiers)), **said))
    status, told = checked(file)
    assert status == 1 and told.startswith("WRONG: proof 1")


@pytest.mark.django_db
def test_the_command_says_so_when_the_package_is_damaged_or_locked(
    keys: Path, tmp_path: Path
) -> None:
    dossiers = [uuid.uuid4()]
    file = tmp_path / "inzage.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("inzage.json", looked(handing.as_json(proven(dossiers, dossiers))))
    assert checked(file)[0] == 0
    whole = file.read_bytes()
    listed = whole.index(b"PK\x01\x02")
    # the packed bytes; and in the list of files: a password, another way of packing
    for at, bit in ((45, 6), (listed + 8, 1), (listed + 10, 1)):
        damaged = bytearray(whole)
        damaged[at] ^= bit
        file.write_bytes(damaged)
        assert checked(file)[0] == 2


@pytest.mark.django_db
def test_a_proof_with_an_endless_place_is_no_proof(keys: Path) -> None:
    dossiers = [uuid.uuid4()]
    told = handing.as_json(proven(dossiers, dossiers))
    with pytest.raises(handing.NotAProof):
        handing.from_json({**told, "index": float("inf")})


# --- Verifying ------------------------------------------------------------------------------------


@pytest.fixture
def sealed_list(keys: Path, db: None) -> tuple[Entry, list[uuid.UUID]]:
    """An entry on seven dossiers in three rolls."""
    dossiers = [uuid.UUID(int=number << 8 | number % 3) for number in range(1, 8)]
    entry = on_list(*dossiers)
    journal.seal_pending()
    assert journal.verify().ok
    return entry, dossiers


def test_a_list_that_was_taken_away_is_noticed(
    sealed_list: tuple[Entry, list[uuid.UUID]], tamper: Tamper
) -> None:
    tamper("DELETE FROM journal_roll")
    assert kinds() == {"list_missing"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_roll WHERE bucket = 1",
        "UPDATE journal_roll SET bucket = 77 WHERE bucket = 2",
        "UPDATE journal_roll SET dossiers = %(reversed)s WHERE bucket = 1",
        "UPDATE journal_roll SET dossiers = %(less)s WHERE bucket = 1",
        "UPDATE journal_roll SET dossiers = %(more)s WHERE bucket = 1",
        "UPDATE journal_roll SET dossiers = %(odd)s WHERE bucket = 1",
        "INSERT INTO journal_roll (entry, bucket, dossiers) VALUES (%(entry)s, 9, %(nine)s)",
        "INSERT INTO journal_roll (entry, bucket, dossiers) VALUES (%(entry)s, 9, %(none)s)",
    ],
)
def test_a_list_that_was_changed_is_noticed(
    sealed_list: tuple[Entry, list[uuid.UUID]], tamper: Tamper, statement: str
) -> None:
    entry, _dossiers = sealed_list
    kept = bytes(Roll.objects.get(bucket=1).dossiers)
    values = {
        "reversed": b"".join(reversed(rolls.pieces(kept))),
        "less": kept[:-16],
        "more": kept + kept[-16:],
        "odd": kept[:-1],
        "nine": uuid.UUID(int=9).bytes,
        "none": b"",
        "entry": key(entry.pk),
    }
    names = re.findall(r"%\((\w+)\)s", statement)
    tamper(statement % dict.fromkeys(names, "%s"), *(values[name] for name in names))
    found = journal.verify()
    assert [(one.kind, one.where) for one in found.problems] == [("list_changed", str(entry.pk))]


def test_ids_that_were_moved_to_where_nobody_looks_are_noticed(
    sealed_list: tuple[Entry, list[uuid.UUID]], tamper: Tamper
) -> None:
    """The same ids in the same order have the same root, under whichever number."""
    tamper("UPDATE journal_roll SET bucket = bucket + 100")
    assert kinds() == {"list_changed"}


@pytest.mark.parametrize("of_entry", [True, False])
def test_a_list_that_no_entry_names_is_noticed(
    sealed_list: tuple[Entry, list[uuid.UUID]], of_entry: bool
) -> None:
    single = journal.record(journal.SYSTEM, "open", purpose="care", thing="x")
    journal.seal_pending()
    to = single.pk if of_entry else uuid.uuid4()
    Roll.objects.create(entry=to, bucket=1, dossiers=uuid.UUID(int=1).bytes)
    found = journal.verify()
    assert [(one.kind, one.where) for one in found.problems] == [("list_loose", str(to))]


@pytest.mark.parametrize("name", ["list:", "list:0:0", "list:1:zz"])
def test_a_list_whose_name_tells_no_size_and_root_is_noticed(
    sealed_list: tuple[Entry, list[uuid.UUID]], name: str
) -> None:
    forged = Entry.objects.create(
        purpose="care", verb="open", thing="x", outcome="done", thing_id=name
    )
    Pending.objects.create(entry=forged.pk)
    Roll.objects.create(entry=forged.pk, bucket=1, dossiers=uuid.UUID(int=1).bytes)
    journal.seal_pending()
    found = journal.verify()
    assert [(one.kind, one.where) for one in found.problems] == [("list_changed", str(forged.pk))]


def test_a_list_changed_together_with_its_name_is_noticed(
    sealed_list: tuple[Entry, list[uuid.UUID]], tamper: Tamper
) -> None:
    entry, dossiers = sealed_list
    name = rolls.name_of(rolls.ordered(one.bytes for one in dossiers if one.int & 255 != 1))
    tamper("DELETE FROM journal_roll WHERE bucket = 1")
    tamper("UPDATE journal_entry SET thing_id = %s WHERE id = %s", name, key(entry.pk))
    assert "entry_changed" in kinds()


# --- Export ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_export_has_a_record_for_each_dossier_of_a_list() -> None:
    dossiers = [uuid.uuid4() for _ in range(30)]
    entry = on_list(*dossiers)
    told = [json.loads(line) for line in journal.export_ldv([entry])]
    concerned = [one["attributes"]["dpl.core.data_subject_id"] for one in told]
    assert sorted(concerned) == sorted(map(str, dossiers))
    assert len({one["span_id"] for one in told}) == 30
    assert {(one["trace_id"], one["name"]) for one in told} == {
        (entry.pk.hex, "registry.notification open")
    }
    [alone] = journal.export_ldv([entry], only=[dossiers[4]])
    assert json.loads(alone) in told and str(dossiers[4]) in alone


@pytest.mark.django_db
def test_entries_of_one_moment_have_spans_of_their_own() -> None:
    touched = [journal.Touched(str(number), uuid.uuid4()) for number in range(300)]
    journal.record_many(journal.SYSTEM, "open", purpose="care", thing="x", touched=touched)
    told = [json.loads(line) for line in journal.export_ldv(Entry.objects.all())]
    assert len({one["span_id"] for one in told}) == 300
