# SPDX-License-Identifier: EUPL-1.2
"""What a person is given: a paper to read, the same for machines, and who looked, with proofs.

Made in memory and handed out once at a time; nothing of it is stored. The form of the JSON stands
in `docs/reference/formats.md`.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.roles import Purpose
from meerinbeeld.journal import Proof, handing
from meerinbeeld.oversight import words
from meerinbeeld.oversight.models import Piece, RightsRequest
from meerinbeeld.oversight.rights import queries
from meerinbeeld.oversight.rights.queries import Looked, Recipient, ShownPiece
from meerinbeeld.oversight.rights.retention import record
from meerinbeeld.ui import moments, paper

FORMAT: Final = "meerinbeeld/access-package/1"
PAPER: Final = Path(__file__).resolve().parent / "package.typ"


def access_package(actor: Actor, reference: str) -> tuple[str, bytes]:
    """The name and the bytes of the ZIP. Journaled; raises `ChangeError` before the decision."""
    require(actor, Verb.EXPORT, queries.KIND, Purpose.OVERSIGHT)
    with transaction.atomic():
        found = queries.request(actor, reference)
        if found is None:
            raise RightsRequest.DoesNotExist
        if not found.decision:
            raise ChangeError(_("Decide first, then make the package."))
        record(actor, Verb.EXPORT, found, reason_code="package")
        given = [one for one in queries.pieces(found) if one.verdict != Piece.Verdict.LEFT_OUT]
        dossiers = list(found.dossiers.all())
        looked, shared = queries.who_looked(dossiers), queries.recipients(dossiers)
        asked = queries.asked(found)
    own = [one.dossier for one in dossiers]
    proofs = journal.inclusion_proofs((one.entry for one in looked), own)
    files = {
        "inzage.pdf": _paper(found, asked, given, looked, shared),
        "inzage.json": _machine(found, asked, given, looked, shared, proofs),
    }
    return f"{found.reference}.zip", _zipped(files)


def _paper(
    found: RightsRequest,
    asked: queries.Asked,
    given: list[ShownPiece],
    looked: list[Looked],
    shared: list[Recipient],
) -> bytes:
    left_out = found.pieces.filter(verdict=Piece.Verdict.LEFT_OUT).count()
    title = _("What we hold about you")
    data = {
        "title": title,
        "footer": found.reference,
        "intro": [
            _("You asked on %(day)s what we hold about you. This is the answer.")
            % {"day": moments.exact(found.received_on)},
            asked.decision_text,
        ],
        "texts_title": _("What is written about you"),
        "texts": [{"head": _head(one), "text": one.given, "dossier": one.dossier} for one in given],
        "none": _("There is no text that we can give you."),
        "left_out": _("%(number)d texts were left out, for the reasons above.")
        % {"number": left_out}
        if left_out
        else "",
        "black": _("A black bar stands where words about others were taken out."),
        "shared_title": _("With whom something was shared"),
        "shared": [_shared(one) for one in shared],
        "not_shared": _("Nothing of a dossier of help was shared."),
        "looked_title": _("Who looked or changed something"),
        "looked_head": [_("When"), _("Organisation"), _("As"), _("What"), _("Purpose")],
        "looked": [
            [
                moments.exact(one.at),
                one.organisation,
                one.role,
                str(words.verb(one.verb)),
                str(words.purpose(one.purpose)),
            ]
            for one in looked
        ],
        "rights_title": _("What you can do now"),
        "rights": [
            _("Is something wrong? Ask us to correct it."),
            _("You can ask us to erase something, or object to what we do with it."),
            _("Do you not agree? Complain to the Autoriteit Persoonsgegevens, or go to court."),
        ],
    }
    return paper.pdf(PAPER, data, title=title, language=(get_language() or "nl")[:2])


def _shared(one: Recipient) -> str:
    return _("%(organisation)s: %(purpose)s, from %(since)s until %(until)s") % {
        "organisation": one.organisation,
        "purpose": words.purpose(one.purpose),
        "since": moments.exact(one.since),
        "until": moments.exact(one.until),
    }


def _head(one: ShownPiece) -> str:
    moment = moments.exact(one.at) if one.at else ""
    return " · ".join(part for part in (one.kind, moment) if part) or one.dossier


def _machine(
    found: RightsRequest,
    asked: queries.Asked,
    given: list[ShownPiece],
    looked: list[Looked],
    shared: list[Recipient],
    proofs: dict[Any, Proof],
) -> bytes:
    whole = {
        "format": FORMAT,
        "request": found.reference,
        "received_on": found.received_on.isoformat(),
        "decision": found.decision,
        "decision_text": asked.decision_text,
        "texts": [
            {
                "dossier": one.dossier,
                "kind": one.kind,
                "at": one.at.isoformat() if one.at else None,
                "text": one.given,
                "blacked_out": one.verdict == Piece.Verdict.BLACKED,
            }
            for one in given
        ],
        "shared": [
            {
                "organisation": one.organisation,
                "purpose": one.purpose,
                "since": one.since.isoformat(),
                "until": one.until.isoformat(),
            }
            for one in shared
        ],
        "looked": [
            {
                "at": one.at.isoformat(),
                "organisation": one.organisation,
                "role": one.role,
                "verb": one.verb,
                "purpose": one.purpose,
                # not there yet for an entry that is not sealed
                "proof": handing.as_json(proof) if (proof := proofs.get(one.entry.pk)) else None,
            }
            for one in looked
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(name, content)
    return made.getvalue()
