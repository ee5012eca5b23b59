# SPDX-License-Identifier: EUPL-1.2
"""A letter back as PDF/UA, made in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld.registry.views.letter_words import Text
from meerinbeeld.ui import paper

SOURCE: Final = Path(__file__).resolve().parents[1] / "letter.typ"


def pdf_of(text: Text) -> bytes:
    data = {
        "to": text.to,
        "subject": text.subject,
        "opening": text.opening,
        "heads": [_("Your figures"), _("What would help")],
        "columns": [_("What"), _("How many")],
        "lines": [list(line) for line in text.lines],
        "happened": text.happened,
        "advice": text.advice,
        "closing": text.closing,
        "sender": _("The register of the region"),
        "footer": text.to,
    }
    return paper.pdf(SOURCE, data, title=text.subject, language=(get_language() or "nl")[:2])
