# SPDX-License-Identifier: EUPL-1.2
"""Keeping the files that came with a form, and saying why one was not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meerinbeeld.files.media import Refused
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.files.uploads import Problem, SealedUpload, problems_of

FIELD = "files"

WORDS: dict[str, str | Promise] = {
    "kind": _("We cannot take this kind of file. We take photos, PDF, MP4, MOV, M4A and MP3."),
    "heic": _(
        "Your phone saved this photo as HEIC, which we cannot clean. "
        "Make a screenshot of the photo and send that."
    ),
    "too_large": _("This file is too large. One file may be 25 MB."),
    "too_many": _("You can send ten files. This one is too many."),
    "empty": _("This file is empty."),
    "pixels": _("This picture is too large to clean. Make a screenshot of it and send that."),
    "broken": _("This file is damaged, so that we cannot clean it. Try to save it again."),
    "later": _("There were very many files in a short time. Try this one in ten minutes."),
}


@dataclass
class Ready:
    """The files of a request that are sealed and wait to be kept, and what was wrong."""

    uploads: list[SealedUpload] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def status(self) -> int:
        return max((problem.status for problem in self.problems), default=200)

    def keep(self, room: int) -> list[SealedFile]:
        """Keep as many as fit. Call it inside the transaction that notes them."""
        kept = [upload.keep() for upload in self.uploads[: max(0, room)]]
        for upload in self.uploads[len(kept) :]:
            self.problems.append(Problem(str(upload.name), "too_many"))
        self.uploads = []
        return kept

    def explained(self) -> list[tuple[str, str]]:
        return [(problem.name, str(WORDS[problem.code])) for problem in self.problems]


def ready(request: HttpRequest, may_take: Callable[[], bool] = lambda: True) -> Ready:
    """Clean and seal the files of a request. Do this before a transaction begins.

    `may_take` is asked for each file whether it is not one too many in a short time.
    """
    found = Ready(problems=list(problems_of(request)))
    for upload in request.FILES.getlist(FIELD):
        if not isinstance(upload, SealedUpload):
            continue
        if not may_take():
            found.problems.append(Problem(str(upload.name), "later"))
            continue
        try:
            upload.seal()
        except Refused as error:
            found.problems.append(Problem(str(upload.name), error.code))
        else:
            found.uploads.append(upload)
    return found
