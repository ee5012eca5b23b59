# SPDX-License-Identifier: EUPL-1.2
"""Keeping the files that came with a form, and saying why one was not kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meerinbeeld.signals.public import limits
from meerinbeeld.signals.public.envelope import SealedFile
from meerinbeeld.signals.public.media import Refused
from meerinbeeld.signals.public.uploads import Problem, SealedUpload, problems_of

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


def ready(request: HttpRequest) -> Ready:
    """Clean and seal the files of a request. Do this before a transaction begins."""
    found = Ready(problems=list(problems_of(request)))
    address = limits.address_of(request)
    for upload in request.FILES.getlist(FIELD):
        if not isinstance(upload, SealedUpload):
            continue
        if limits.limiter.wait("file", address, limits.FILES_PER_TEN_MINUTES):
            found.problems.append(Problem(str(upload.name), "later"))
            continue
        limits.limiter.count("file", address)
        try:
            upload.seal()
        except Refused as error:
            found.problems.append(Problem(str(upload.name), error.code))
        else:
            found.uploads.append(upload)
    return found


def room_left(count: int) -> int:
    return int(settings.MIB_MAX_FILES) - count
