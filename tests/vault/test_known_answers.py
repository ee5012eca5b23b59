# SPDX-License-Identifier: EUPL-1.2
"""The bytes on disk are what docs/reference/formats.md promises, today and in ten years."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from meerinbeeld.vault import blobs, drafts, formats, hpke, index, intake, keeper, receipt
from meerinbeeld.vault.aead import Place
from meerinbeeld.vault.box import Box
from meerinbeeld.vault.normalise import normalise

Vectors = dict[str, Any]
FORMATS = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"


def length_first(*parts: bytes) -> bytes:
    """The framing, written again from the document and not from the code."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_an_item_opens(vectors: Vectors) -> None:
    known = vectors["item"]
    box = Box(UUID(known["dossier"]), bytes.fromhex(known["key"]))
    place = Place(known["table"], known["column"], known["row"])
    assert box.open(bytes.fromhex(known["sealed"]), place).decode() == known["plain_utf8"]


def test_an_item_opens_with_nothing_but_the_document(vectors: Vectors) -> None:
    known = vectors["item"]
    sealed = bytes.fromhex(known["sealed"])
    place = length_first(known["table"].encode(), known["column"].encode(), known["row"].encode())
    aad = length_first(b"meerinbeeld/item/1", UUID(known["dossier"]).bytes, place)
    plain = AESGCM(bytes.fromhex(known["key"])).decrypt(sealed[1:13], sealed[13:], aad)
    assert sealed[0] == 1
    assert plain.decode() == known["plain_utf8"]


def test_a_text_is_padded_as_promised(vectors: Vectors) -> None:
    known = vectors["padded_text"]
    padded = bytes.fromhex(known["padded"])
    assert formats.pad(known["text"].encode(), 64) == padded
    assert formats.unpad(padded).decode() == known["text"]


def test_a_draft_opens(vectors: Vectors) -> None:
    known = vectors["draft"]
    secret, sealed = bytes.fromhex(known["secret"]), bytes.fromhex(known["sealed"])
    plain = drafts.open_with(secret, sealed, known["aad_utf8"].encode())
    assert plain.decode() == known["plain_utf8"]


def test_a_wrapped_key_opens(
    vectors: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = vectors["file_wrap"]
    kek = bytes.fromhex(known["kek"])
    monkeypatch.setattr(keeper.FileKeyKeeper, "_kek", lambda self, kek_id: kek)
    wrapped, context = bytes.fromhex(known["wrapped"]), UUID(known["dossier"]).bytes
    file_keeper = keeper.FileKeyKeeper(tmp_path)
    assert file_keeper.unwrap(wrapped, context).hex() == known["data_key"]
    assert file_keeper.id_of(wrapped) == known["kek_id"]


def test_the_pieces_of_a_file_open_with_nothing_but_the_document(vectors: Vectors) -> None:
    known = vectors["blob"]
    blob_id = UUID(known["blob_id"])
    label = b"meerinbeeld/blob/1"
    derived = formats.derive_key(
        bytes.fromhex(known["key"]), label=formats.LABEL_BLOB, context=blob_id.bytes
    )
    assert derived.hex() == known["stream_key"]
    for piece in known["pieces"]:
        sealed = bytes.fromhex(piece["sealed"])
        nonce = piece["number"].to_bytes(11, "big") + bytes([piece["last"]])
        plain = AESGCM(derived).decrypt(nonce, sealed[1:], length_first(label))
        assert sealed[0] == 4
        assert plain.decode() == piece["plain_utf8"]


def test_the_code_gives_the_same_pieces(vectors: Vectors) -> None:
    known = vectors["blob"]
    cipher = blobs._Cipher(bytes.fromhex(known["key"]), UUID(known["blob_id"]))
    for piece in known["pieces"]:
        plain, number, last = piece["plain_utf8"].encode(), piece["number"], piece["last"]
        assert cipher.seal(plain, number, last=last).hex() == piece["sealed"]


def test_a_key_is_derived_as_rfc_5869_says(vectors: Vectors) -> None:
    known = vectors["blob"]
    context = UUID(known["blob_id"]).bytes
    pseudorandom = hmac.new(bytes(32), bytes.fromhex(known["key"]), hashlib.sha256).digest()
    info = length_first(b"meerinbeeld/blob/1", context)
    derived = hmac.new(pseudorandom, info + b"\x01", hashlib.sha256).hexdigest()
    assert derived == known["stream_key"]


def test_a_blind_index_has_its_known_mark(vectors: Vectors) -> None:
    known = vectors["blind_index"]
    master = bytes.fromhex(known["master"])
    assert normalise(known["kind"], known["typed"]) == known["normal"]
    found = index.mark(master, known["kind"], known["normal"], known["purpose"])
    assert found.hex() == known["mark"]


def test_a_message_to_a_public_key_opens(vectors: Vectors) -> None:
    known = vectors["hpke"]
    pair = hpke.KeyPair.from_seed(bytes.fromhex(known["seed"]))
    assert hashlib.sha256(pair.public_bytes()).hexdigest() == known["public_sha256"]
    sealed = bytes.fromhex(known["sealed"])
    assert pair.open(sealed, known["info_utf8"].encode()).decode() == known["plain_utf8"]


def test_a_report_opens(vectors: Vectors) -> None:
    known = vectors["intake"]
    pair = hpke.KeyPair.from_seed(bytes.fromhex(known["seed"]))
    assert intake.key_id_of(pair.public_bytes()) == known["key_id"]
    info = length_first(b"meerinbeeld/intake/1", known["key_id"].encode())
    padded = pair.open(bytes.fromhex(known["sealed"]), info)
    assert len(padded) == 1024
    assert formats.unpad(padded).decode() == known["plain_utf8"]


def test_seven_words_give_their_known_keys(vectors: Vectors) -> None:
    known = vectors["receipt"]
    derived = receipt.derive(known["words"])
    assert derived.lookup_id.hex() == known["lookup_id"]
    assert derived.keypair.seed().hex() == known["seed"]


def test_the_words_are_stretched_as_argon2id_says(vectors: Vectors) -> None:
    argon2 = pytest.importorskip("argon2.low_level")
    known = vectors["receipt"]
    stretched = argon2.hash_secret_raw(
        secret=" ".join(known["words"]).encode(),
        salt=bytes.fromhex(known["salt"]),
        time_cost=3,
        memory_cost=64 * 1024,
        parallelism=1,
        hash_len=32,
        type=argon2.Type.ID,
    )
    assert stretched.hex() == known["argon2id"]


@pytest.mark.parametrize("kind", list(formats.Format))
def test_every_format_byte_is_in_the_document(kind: formats.Format) -> None:
    assert f"`0x{kind:02x}`" in FORMATS.read_text("utf-8")


def test_every_label_is_in_the_document() -> None:
    text = FORMATS.read_text("utf-8")
    labels = [value for name, value in vars(formats).items() if name.startswith("LABEL_")]
    assert [label for label in labels if f"`{label.decode()}`" not in text] == []
