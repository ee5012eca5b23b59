# SPDX-License-Identifier: EUPL-1.2
"""Files: sealed, opened one at a time, shared on purpose, and never run by a browser."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from meerinbeeld.access.policy import Actor
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions import route
from meerinbeeld.signals.models import Attachment, Signal
from tests.people import Village
from tests.signals.office.desk import post, sent, taken_in, wish, words

pytestmark = pytest.mark.django_db

ClientFor = Callable[[str], Client]


def photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 120)).save(content, "JPEG", exif=b"Exif\x00\x00secretplace")
    return content.getvalue()


def added(client: Client, signal: Signal, content: bytes, name: str = "bus.jpg") -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/x-evil")
    url = reverse("signal_file_add", args=[signal.reference])
    return client.post(url, {**sent(signal), "files": [file]})


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_photo_is_added_without_its_metadata_and_comes_back_as_a_download(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    anna = client_for("anna")
    assert added(anna, signal, photo()).status_code == 302
    file = Attachment.objects.get()
    signal.refresh_from_db()
    assert signal.attachments_count == 1
    assert "bus.jpg" in words(anna.get(reverse("signal", args=[signal.reference])))
    answer = anna.get(reverse("signal_file_save", args=[signal.reference, file.id]))
    content = body(answer)
    assert content.startswith(b"\xff\xd8") and b"secretplace" not in content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bus.jpg"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    trace = Entry.objects.filter(thing="signals.attachment", thing_id=str(file.id))
    assert list(trace.values_list("verb", flat=True)) == ["export"]


def test_a_picture_is_shown_on_a_page_around_it(village: Village, client_for: ClientFor) -> None:
    signal = taken_in(village)
    anna = client_for("anna")
    added(anna, signal, photo())
    file = Attachment.objects.get()
    page = anna.get(reverse("signal_file", args=[signal.reference, file.id]))
    url = reverse("signal_picture", args=[signal.reference, file.id])
    assert page.status_code == 200 and url in page.content.decode()
    picture = anna.get(url)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in picture.headers["Content-Security-Policy"]


def test_what_we_cannot_take_is_refused_with_words(village: Village, client_for: ClientFor) -> None:
    signal = taken_in(village)
    answer = added(client_for("anna"), signal, b"<script>alert(1)</script>" * 10, "foto.jpg")
    assert answer.status_code == 422
    assert "foto" in words(answer)
    assert not Attachment.objects.exists()


def test_a_file_stays_with_the_team_until_somebody_shares_it(
    village: Village, client_for: ClientFor, actor: Callable[[str], Actor]
) -> None:
    signal = taken_in(village)
    anna, chris = client_for("anna"), client_for("chris")
    added(anna, signal, photo())
    file = Attachment.objects.get()
    route.route_signal(actor("anna"), signal.reference, wish(village, "other_help", "opvang"))
    page = reverse("signal", args=[signal.reference])
    save = reverse("signal_file_save", args=[signal.reference, file.id])
    assert "bus.jpg" not in words(chris.get(page)) and chris.get(save).status_code == 404
    assert post(anna, "signal_file_share", signal, file.id, shared="yes").status_code == 302
    assert "bus.jpg" in words(chris.get(page)) and chris.get(save).status_code == 200
    assert post(anna, "signal_file_share", signal, file.id, shared="no").status_code == 302
    assert chris.get(save).status_code == 404


def test_a_file_of_another_signal_cannot_be_had_through_ones_own(
    village: Village, client_for: ClientFor
) -> None:
    own, foreign = taken_in(village), taken_in(village, "gemeente-deventer")
    added(client_for("bilal"), foreign, photo())
    file = Attachment.objects.get()
    anna = client_for("anna")
    for name in ("signal_file", "signal_picture", "signal_file_save"):
        assert anna.get(reverse(name, args=[own.reference, file.id])).status_code == 404
        assert anna.get(reverse(name, args=[own.reference, uuid.uuid4()])).status_code == 404
