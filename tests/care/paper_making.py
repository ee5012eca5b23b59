# SPDX-License-Identifier: EUPL-1.2
"""Papers for tests: made here, sent through the pages as a person sends them."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access.changing import Seen
from meerinbeeld.access.models import Person
from meerinbeeld.care.models import Case, Document
from meerinbeeld.files.sealed import seal
from meerinbeeld.vault.models import BlobChunk
from tests.files.test_media import photo

SECRET_PAPER: Final = "Zeldzaam-document.pdf"
PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count"
    b" 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\ntrailer<</Root 1"
    b" 0 R>>\n%%EOF\n"
)


def token(case: Case) -> dict[str, Any]:
    """The hidden fields of a form on a case as it is now."""
    case.refresh_from_db()
    return {"once": str(uuid.uuid4()), "seen": str(Seen.of(case))}


def add_paper(
    client: Client, case: Case, content: bytes = PDF, name: str = SECRET_PAPER, **fields: Any
) -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/x-evil")
    sent = {**token(case), "kind": "identity", "expires_on": "", "note": "", **fields}
    return client.post(reverse("document_add", args=[case.reference]), {**sent, "files": [file]})


def keep_paper(case: Case, by: Person, content: bytes = PDF) -> Document:
    """A sealed paper of a case, without a page."""
    kept = seal(content, SECRET_PAPER, "application/pdf")
    document = Document(
        id=uuid.uuid4(), case=case, kind="identity", blob=kept.blob, size=kept.size,
        at=timezone.now(), by=by,
    )  # fmt: skip
    with vault.unlocked(case.dossier) as box:
        box.put_json(document, "sealed", {**kept.to_seal(), "note": ""})
    document.save(force_insert=True)
    vault.adopt_blobs(case.dossier, [kept.blob])
    return document


def damage(document: Document) -> None:
    """One changed byte in what is stored, as a failing disk leaves it."""
    piece = BlobChunk.objects.get(blob_id=document.blob)
    piece.sealed = bytes(piece.sealed[:-1]) + bytes([piece.sealed[-1] ^ 1])
    piece.save()


__all__ = ["PDF", "SECRET_PAPER", "add_paper", "damage", "keep_paper", "photo", "token"]
