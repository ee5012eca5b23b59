# SPDX-License-Identifier: EUPL-1.2
"""Every kind of tampering is noticed, also by somebody who owns the database."""

from __future__ import annotations

import base64
import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.journal import actions, signing, triggers, verifying
from meerinbeeld.journal import keys as signing_keys
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf, Pending
from meerinbeeld.journal.signing import SignedHead
from tests.journal.conftest import Tamper, Write

FIELDS = {
    "at": "2020-01-01 00:00:00+00:00",
    "person_id": uuid.UUID(int=7).hex,
    "organisation_id": uuid.UUID(int=7).hex,
    "role": "administrator",
    "purpose": "oversight",
    "verb": "list",
    "thing": "signals.remark",
    "thing_id": "999",
    "dossier": uuid.UUID(int=7).hex,
    "ground": "other",
    "outcome": "refused",
    "norm": "x@1",
    "reason_code": "x",
    "trace": "f" * 32,
}


@pytest.fixture
def sealed(keys: Path, write: Write) -> list[Entry]:
    """Six entries under three checkpoints."""
    entries = []
    for _ in range(3):
        entries += write(2)
        journal.seal_pending()
    return entries


def kinds(known: Checkpoint | SignedHead | None = None) -> set[str]:
    return {problem.kind for problem in journal.verify(known).problems}


def key(entry: Entry) -> str:
    return entry.pk.hex if connection.vendor == "sqlite" else str(entry.pk)


def kept() -> SignedHead:
    last = journal.last_checkpoint()
    assert last is not None
    return journal.signed_head(last)


def test_an_untouched_journal_is_in_order(sealed: list[Entry], write: Write) -> None:
    write(3)
    found = journal.verify(kept())
    assert (found.ok, found.entries, found.waiting, found.problems) == (True, 6, 3, ())
    assert found.checkpoint is not None
    assert found.checkpoint.tree_size == 6


def test_an_empty_journal_is_in_order(keys: Path, db: None) -> None:
    assert journal.verify().ok


@pytest.mark.parametrize("column", sorted(FIELDS))
def test_a_changed_field_is_noticed(sealed: list[Entry], tamper: Tamper, column: str) -> None:
    statement = f"UPDATE journal_entry SET {column} = %s WHERE id = %s"  # noqa: S608
    tamper(statement, FIELDS[column], key(sealed[1]))
    found = journal.verify()
    assert not found.ok
    assert ("entry_changed", str(sealed[1].pk)) in [(p.kind, p.where) for p in found.problems]


@pytest.mark.parametrize("number", [0, 3, 5])
def test_a_removed_entry_is_noticed(sealed: list[Entry], tamper: Tamper, number: int) -> None:
    tamper("DELETE FROM journal_entry WHERE id = %s", key(sealed[number]))
    assert kinds() == {"entry_removed"}


def test_an_entry_removed_with_its_leaf_is_noticed(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_entry WHERE id = %s", key(sealed[2]))
    tamper("DELETE FROM journal_leaf WHERE entry = %s", key(sealed[2]))
    assert "leaf_missing" in kinds()


def test_a_closed_gap_is_noticed(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_entry WHERE id = %s", key(sealed[5]))
    tamper("DELETE FROM journal_leaf WHERE entry = %s", key(sealed[5]))
    tamper("UPDATE journal_checkpoint SET tree_size = 5 WHERE tree_size = 6")
    assert {"root_differs", "signature_wrong"} <= kinds()


def test_two_exchanged_places_are_noticed(sealed: list[Entry], tamper: Tamper) -> None:
    for old, new in ((1, 100), (2, 1), (100, 2)):
        tamper('UPDATE journal_leaf SET "index" = %s WHERE "index" = %s', new, old)
    assert "root_differs" in kinds()


def test_an_entry_changed_together_with_its_leaf_is_noticed(
    sealed: list[Entry], tamper: Tamper
) -> None:
    entry = sealed[1]
    entry.verb = "list"
    leaf = verifying.leaf_hash(verifying.hashed(entry))
    tamper("UPDATE journal_entry SET verb = 'list' WHERE id = %s", key(entry))
    tamper("UPDATE journal_leaf SET hash = %s WHERE entry = %s", leaf, key(entry))
    assert "root_differs" in kinds()


def test_an_entry_slipped_in_afterwards_is_noticed(sealed: list[Entry]) -> None:
    Entry.objects.create(
        verb="open",
        purpose="care",
        thing="x",
        outcome="done",
        at=timezone.now() - timedelta(days=400),
    )
    assert kinds() == {"never_sealed"}


def test_an_entry_taken_off_the_waiting_list_is_noticed(sealed: list[Entry], write: Write) -> None:
    write(1)
    Pending.objects.all().delete()
    assert kinds() == {"never_sealed"}


def test_an_entry_removed_before_it_was_sealed_is_noticed(
    sealed: list[Entry], write: Write, tamper: Tamper
) -> None:
    (entry,) = write(1)
    tamper("DELETE FROM journal_entry WHERE id = %s", key(entry))
    assert kinds() == {"entry_removed"}


def test_a_removed_last_checkpoint_is_noticed(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_checkpoint WHERE tree_size = 6")
    assert "checkpoint_missing" in kinds()


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("root", bytes(32), "root_differs"),
        ("signature", bytes(64), "signature_wrong"),
        ("key_id", "0" * 16, "unknown_key"),
        ("frontier", bytes(32), "frontier_differs"),
        ("at", "2020-01-01 00:00:00+00:00", "signature_wrong"),
    ],
)
def test_a_changed_checkpoint_is_noticed(
    sealed: list[Entry], tamper: Tamper, column: str, value: object, kind: str
) -> None:
    tamper(
        f"UPDATE journal_checkpoint SET {column} = %s WHERE tree_size = 4",  # noqa: S608
        value,
    )
    assert kind in kinds()


def test_a_journal_cut_off_as_a_whole_is_noticed_by_who_kept_a_checkpoint(
    sealed: list[Entry], tamper: Tamper
) -> None:
    checkpoint = kept()
    tamper("DELETE FROM journal_checkpoint WHERE tree_size = 6")
    for entry in sealed[4:]:
        tamper("DELETE FROM journal_leaf WHERE entry = %s", key(entry))
        tamper("DELETE FROM journal_entry WHERE id = %s", key(entry))
    assert kinds() == set()
    assert kinds(checkpoint) == {"shorter_than_known"}


def test_a_journal_rewritten_with_the_signing_key_is_noticed_by_who_kept_a_checkpoint(
    sealed: list[Entry], tamper: Tamper, write: Write
) -> None:
    checkpoint = kept()
    for table in ("journal_checkpoint", "journal_leaf", "journal_entry"):
        tamper(f"DELETE FROM {table}")  # noqa: S608
    write(6)
    journal.seal_pending()
    assert kinds() == set()
    assert kinds(checkpoint) == {"known_differs"}


def test_a_kept_checkpoint_with_a_false_signature_is_noticed(sealed: list[Entry]) -> None:
    head = kept().head
    foreign = signing.sign(bytes(range(32)), head)
    assert kinds(foreign) == {"unknown_key"}
    assert kinds(SignedHead(head, kept().key_id, bytes(64))) == {"signature_wrong"}


def test_an_earlier_kept_checkpoint_serves_as_well(sealed: list[Entry], tamper: Tamper) -> None:
    earlier = Checkpoint.objects.get(tree_size=2)
    assert journal.verify(earlier).ok
    tamper("UPDATE journal_entry SET verb = 'list' WHERE id = %s", key(sealed[0]))
    assert "known_differs" in kinds(earlier)


def test_a_missing_trigger_is_noticed(sealed: list[Entry]) -> None:
    triggers.remove(connection)
    try:
        assert kinds() == {"trigger_missing"}
    finally:
        triggers.install(connection)


def test_a_public_key_put_under_a_false_name_is_not_trusted(
    keys: Path, sealed: list[Entry]
) -> None:
    (only,) = (keys / "journal").glob("*.pub")
    foreign = signing.public_of(bytes(range(32)))
    only.write_text(base64.b64encode(foreign).decode() + "\n", "ascii")
    assert signing_keys.public_keys() == {}
    assert kinds() == {"unknown_key"}


def test_the_list_of_problems_stays_readable(
    sealed: list[Entry], tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "MAX_PROBLEMS", 3)
    tamper("UPDATE journal_entry SET verb = 'list'")
    found = journal.verify()
    assert len(found.problems) == 3
    assert found.more_problems > 0


def test_verifying_reads_in_pages(sealed: list[Entry], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "PAGE", 1)
    assert journal.verify(kept()).ok


# --- proofs to give away


def public_key() -> bytes:
    return signing_keys.public_keys()[kept().key_id]


def test_every_entry_can_be_proven_to_whoever_has_the_public_key(sealed: list[Entry]) -> None:
    for entry in sealed:
        assert journal.verify_proof(journal.inclusion_proof(entry), public_key())


def test_a_proof_does_not_fit_a_changed_entry_or_another_key(sealed: list[Entry]) -> None:
    proof = journal.inclusion_proof(sealed[2])
    assert not journal.verify_proof(proof, signing.public_of(bytes(range(32))))
    proof.fields["verb"] = "list"
    assert not journal.verify_proof(proof, public_key())


def test_a_proof_of_a_changed_entry_does_not_verify(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("UPDATE journal_entry SET verb = 'list' WHERE id = %s", key(sealed[2]))
    changed = Entry.objects.get(pk=sealed[2].pk)
    assert not journal.verify_proof(journal.inclusion_proof(changed), public_key())


def test_an_entry_that_waits_has_no_proof_yet(sealed: list[Entry], write: Write) -> None:
    with pytest.raises(journal.NotSealed):
        journal.inclusion_proof(write(1)[0])


def test_growth_between_checkpoints_can_be_proven(sealed: list[Entry]) -> None:
    first, second = Checkpoint.objects.get(tree_size=2), Checkpoint.objects.get(tree_size=6)
    growth = journal.growth_proof(first, second)
    assert journal.verify_growth(growth, public_key())
    assert not journal.verify_growth(growth, signing.public_of(bytes(range(32))))
    backwards = journal.Growth(growth.second, growth.first, growth.path)
    assert not journal.verify_growth(backwards, public_key())


# --- what the command says


def said(command: Callable[[io.StringIO], int]) -> tuple[int, str]:
    out = io.StringIO()
    return command(out), out.getvalue()


def test_the_command_says_that_all_is_well(sealed: list[Entry], tmp_path: Path) -> None:
    status, text = said(actions.checkpoint_command)
    assert status == 0
    (tmp_path / "kept.txt").write_text(text, "utf-8")
    status, text = said(lambda out: actions.verify_command(out, tmp_path / "kept.txt"))
    assert (status, text) == (0, "All is well: 6 sealed entries, 0 waiting.\n")


def test_the_command_names_what_is_wrong(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("UPDATE journal_entry SET verb = 'list' WHERE id = %s", key(sealed[0]))
    status, text = said(actions.verify_command)
    assert status == 1
    assert f"an entry was changed after it was sealed ({sealed[0].pk})" in text
    assert "tampered with" in text


def test_a_file_that_is_no_checkpoint_is_refused(sealed: list[Entry], tmp_path: Path) -> None:
    (tmp_path / "no.txt").write_text("hello")
    for name in ("no.txt", "missing.txt"):
        status, _ = said(lambda out, name=name: actions.verify_command(out, tmp_path / name))  # type: ignore[misc]
        assert status == 2


def test_the_seal_and_checkpoint_commands_say_where_the_journal_stands(
    keys: Path, write: Write
) -> None:
    assert said(actions.checkpoint_command) == (1, "")
    assert said(actions.seal_command) == (0, "Nothing was waiting.\n")
    write(2)
    status, text = said(actions.seal_command)
    assert status == 0
    assert "2 entries" in text


@pytest.mark.parametrize(
    "text",
    ["", "a\nb", "x\n1\nAA==\n2026-01-01T00:00:00.000000Z\n\n— k AA==\n", "\n\n— \n\n— "],
)
def test_a_text_that_is_no_checkpoint_is_told(text: str) -> None:
    with pytest.raises(signing.NotACheckpoint):
        signing.parse(text)


def test_the_leaf_table_is_not_believed(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("UPDATE journal_leaf SET hash = %s", bytes(32))
    found = journal.verify()
    assert {problem.kind for problem in found.problems} == {"entry_changed"}
    assert Leaf.objects.count() == 6


def test_a_last_leaf_removed_alone_is_noticed(sealed: list[Entry], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_leaf WHERE entry = %s", key(sealed[5]))
    assert kinds() == {"leaf_missing", "never_sealed"}
