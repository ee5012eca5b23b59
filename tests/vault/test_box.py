# SPDX-License-Identifier: EUPL-1.2
"""Sealing items of a dossier."""

from __future__ import annotations

import pickle
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.vault import formats
from meerinbeeld.vault.aead import Place, new_key
from meerinbeeld.vault.box import Box, Column
from meerinbeeld.vault.errors import BoxClosed, Unreadable, VaultError
from meerinbeeld.vault.fields import SealedField
from meerinbeeld.vault.keeper import key_keeper

PLACE = Place("signals_item", "value", "1")
NAME = "Sanne van Buiten"


def new_box() -> Box:
    return Box(uuid.uuid4(), new_key())


class Note(models.Model):
    """A model as other rooms write them; it has no table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    text = SealedField()
    more = SealedField(null=True)

    class Meta:
        app_label = "vault_tests"
        managed = False

    def __str__(self) -> str:
        return str(self.id)


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    box = new_box()
    assert box.open(box.seal(plain, PLACE), PLACE) == plain


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    box, note = new_box(), Note()
    box.put_text(note, "text", text)
    assert box.text(note, "text") == text


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text("aé€\n"), st.lists))
def test_any_json_comes_back_as_it_was(value: object) -> None:
    box, note = new_box(), Note()
    box.put_json(note, "text", value)
    assert box.json(note, "text") == value


def test_nothing_put_is_nothing_read() -> None:
    box, note = new_box(), Note()
    assert (box.text(note, "text"), box.json(note, "more")) == ("", None)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("signals_remark", "value", "1"),
        Place("signals_item", "other", "1"),
        Place("signals_item", "value", "2"),
        Place("signals_itemvalue", "", "1"),
    ],
)
def test_a_ciphertext_cannot_be_moved_to_another_place(elsewhere: Place) -> None:
    box = new_box()
    sealed = box.seal(b"x", PLACE)
    with pytest.raises(Unreadable):
        box.open(sealed, elsewhere)


def test_a_ciphertext_cannot_be_moved_to_another_dossier_even_with_the_same_key() -> None:
    key = new_key()
    one, other = Box(uuid.uuid4(), key), Box(uuid.uuid4(), key)
    with pytest.raises(Unreadable):
        other.open(one.seal(b"x", PLACE), PLACE)


def test_another_key_does_not_open_it() -> None:
    dossier = uuid.uuid4()
    sealed = Box(dossier, new_key()).seal(b"x", PLACE)
    with pytest.raises(Unreadable):
        Box(dossier, new_key()).open(sealed, PLACE)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    box = new_box()
    sealed = bytearray(box.seal(plain, PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(Unreadable):
        box.open(bytes(sealed), PLACE)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_ciphertext_are_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        new_box().open(raw, PLACE)


def test_each_sealing_has_a_fresh_nonce() -> None:
    box = new_box()
    nonces = {box.seal(b"same", PLACE)[1:13] for _ in range(500)}
    assert len(nonces) == 500


@pytest.mark.parametrize("text", ["Bo", "Jan", NAME, "x" * 63])
def test_the_length_of_a_name_does_not_show(text: str) -> None:
    box, note = new_box(), Note()
    box.put_text(note, "text", text)
    assert len(note.text) == 1 + 12 + 64 + 16


@given(st.binary(max_size=300), st.integers(1, 128))
def test_padding_can_always_be_undone(plain: bytes, block: int) -> None:
    padded = formats.pad(plain, block)
    assert len(padded) % block == 0
    assert formats.unpad(padded) == plain


@pytest.mark.parametrize("raw", [b"", b"\x00\x00", b"abc", b"\x80\x01"])
def test_missing_padding_is_noticed(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        formats.unpad(raw)


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_two_lists_never_give_the_same_associated_data(
    one: list[bytes], other: list[bytes]
) -> None:
    assert (formats.framed(*one) == formats.framed(*other)) == (one == other)


def test_a_closed_box_opens_nothing() -> None:
    box = new_box()
    sealed = box.seal(b"x", PLACE)
    box.close()
    box.close()
    with pytest.raises(BoxClosed):
        box.open(sealed, PLACE)
    with pytest.raises(BoxClosed):
        box.seal(b"x", PLACE)


def test_a_box_does_not_leave_the_process() -> None:
    with pytest.raises(VaultError):
        pickle.dumps(new_box())


def test_a_row_needs_its_key_before_it_can_hold_sealed_text() -> None:
    with pytest.raises(VaultError):
        new_box().put_text(Note(id=None), "text", NAME)


@pytest.mark.parametrize("slip", [NAME, NAME.encode(), 5, b"\x11wrapped"])
def test_the_field_refuses_plaintext_and_does_not_repeat_it(slip: object) -> None:
    field = Note._meta.get_field("text")
    with pytest.raises(VaultError) as refusal:
        field.get_db_prep_value(slip, connection)
    assert NAME not in str(refusal.value)


def test_the_field_takes_ciphertext_empty_and_null() -> None:
    field = Note._meta.get_field("more")
    sealed = new_box().seal(b"x", PLACE)
    for value in (sealed, memoryview(sealed), b"", None):
        field.get_db_prep_value(value, connection)


def test_the_field_cannot_be_searched() -> None:
    with pytest.raises(FieldError):
        Note._meta.get_field("text").get_lookup("exact")
    assert Note._meta.get_field("text").get_lookup("isnull") is not None


def test_the_field_is_in_no_form() -> None:
    assert Note._meta.get_field("text").editable is False


def test_half_a_character_is_refused_without_repeating_the_text() -> None:
    with pytest.raises(VaultError) as refusal:
        new_box().put_text(Note(), "text", NAME + "\ud800")
    assert NAME not in repr(refusal.value)
    assert refusal.value.__cause__ is None


# --- A column of many rows ------------------------------------------------------------------------


def sealed_note(text: str) -> tuple[Note, bytes, bytes]:
    """In a dossier of its own; with the dossier and its wrapped key."""
    note, box = Note(), new_box()
    box.put_text(note, "text", text)
    dossier = box.dossier_id.bytes
    return note, dossier, key_keeper().wrap(box._open_key(), dossier)


def opened(column: Column, *notes: tuple[Note, bytes, bytes]) -> list[bytes]:
    dossiers, keys = [one[1] for one in notes], [one[2] for one in notes]
    sealed = [bytes(note.text) for note, _, _ in notes]
    return column.texts(dossiers, keys, [str(note.pk) for note, _, _ in notes], sealed)


def test_a_column_opens_what_many_boxes_sealed(keys: Path) -> None:
    texts = [NAME, "x", "é" * 200]
    assert opened(Column(Note, "text"), *map(sealed_note, texts)) == [
        text.encode() for text in texts
    ]
    assert opened(Column(Note, "text")) == []


def test_a_column_opens_under_keys_that_were_wrapped_before_a_rotation(keys: Path) -> None:
    before = sealed_note("before")
    key_keeper().make_next()
    notes = before, sealed_note("after"), sealed_note("again")
    assert opened(Column(Note, "text"), *notes) == [b"before", b"after", b"again"]


@pytest.mark.parametrize(
    "moved", ["to another row", "to another column", "to another dossier", "to another key"]
)
def test_a_column_opens_nothing_that_was_moved(keys: Path, moved: str) -> None:
    column = Column(Note, "more" if moved == "to another column" else "text")
    (note, dossier, key), (other, other_dossier, other_key) = sealed_note(NAME), sealed_note(NAME)
    if moved == "to another row":
        note.pk = other.pk
    if moved == "to another dossier":
        dossier, key = other_dossier, other_key
    if moved == "to another key":
        key = other_key
    with pytest.raises(Unreadable):
        opened(column, (note, dossier, key))


def test_a_column_opens_nothing_with_a_changed_bit_or_without_its_end(keys: Path) -> None:
    for change in (
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[:20],
        lambda sealed: b"",
        lambda sealed: bytes([formats.Format.DRAFT]) + sealed[1:],
    ):
        note, dossier, key = sealed_note(NAME)
        note.text = change(bytes(note.text))
        with pytest.raises(Unreadable):
            opened(Column(Note, "text"), (note, dossier, key))
        note, dossier, key = sealed_note(NAME)
        with pytest.raises(Unreadable):
            opened(Column(Note, "text"), (note, dossier, change(key)))
