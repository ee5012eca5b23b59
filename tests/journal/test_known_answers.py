# SPDX-License-Identifier: EUPL-1.2
"""The journal's bytes are what docs/reference/formats.md promises."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from meerinbeeld.journal import canonical, merkle, rolls, signing
from meerinbeeld.journal.models import Roll
from tests.journal.conftest import on_list

DOCS = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    answers: dict[str, Any] = json.loads((DOCS / "formats.json").read_text("utf-8"))
    return answers


def test_an_entry_has_its_known_bytes_and_leaf(vectors: dict[str, Any]) -> None:
    known = vectors["journal_leaf"]
    told = canonical.entry_bytes(known["fields"])
    assert told.decode() == known["canonical"]
    assert merkle.leaf_hash(told).hex() == known["leaf_hash"]
    assert hashlib.sha256(b"\x00" + told).hexdigest() == known["leaf_hash"]


def test_the_tree_has_its_known_roots_and_proofs(vectors: dict[str, Any]) -> None:
    known = vectors["merkle"]
    leaves = [merkle.leaf_hash(text.encode()) for text in known["leaves_utf8"]]
    roots = [merkle.tree_root(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    assert roots == known["roots"]
    assert [step.hex() for step in merkle.inclusion_path(leaves, 5)] == known["inclusion_5_of_7"]
    consistency = [step.hex() for step in merkle.consistency_path(leaves, 3)]
    assert consistency == known["consistency_3_to_7"]


def test_the_empty_tree_and_the_first_leaf_are_those_of_rfc_6962() -> None:
    # the answers that certificate transparency's own test programs publish
    assert merkle.empty_root().hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert merkle.leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_the_roots_are_those_of_the_certificate_transparency_test_data() -> None:
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    data.append("606162636465666768696a6b6c6d6e6f")
    leaves = [merkle.leaf_hash(bytes.fromhex(one)) for one in data]
    assert merkle.tree_root(leaves[:2]).hex() == (
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
    assert merkle.tree_root(leaves).hex() == (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


def test_a_list_has_its_known_name_rolls_and_path(vectors: dict[str, Any]) -> None:
    known = vectors["journal_list"]
    ids = rolls.ordered(uuid.UUID(one).bytes for one in known["dossiers"])
    assert [str(uuid.UUID(bytes=one)) for one in ids] == known["in_order"]
    assert rolls.name_of(ids) == known["thing_id"]
    path = merkle.inclusion_path(rolls.leaves_of(ids), 1)
    assert [step.hex() for step in path] == known["inclusion_1_of_3"]


@pytest.mark.django_db
def test_a_list_is_kept_in_its_known_rolls(vectors: dict[str, Any]) -> None:
    known = vectors["journal_list"]
    on_list(*map(uuid.UUID, known["dossiers"]))
    kept = {str(roll.bucket): bytes(roll.dossiers).hex() for roll in Roll.objects.all()}
    assert kept == known["rolls"]


def test_a_checkpoint_has_its_known_text(vectors: dict[str, Any]) -> None:
    known = vectors["checkpoint"]
    signed = signing.parse(known["text"])
    assert signed.head.tree_size == 7
    assert signed.is_signed_by(bytes.fromhex(known["public"]))
    again = signing.sign(bytes.fromhex(known["seed"]), signed.head)
    assert again.as_text() == known["text"]
    assert known["text"] in (DOCS / "formats.md").read_text("utf-8")
