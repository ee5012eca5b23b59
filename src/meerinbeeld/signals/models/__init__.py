# SPDX-License-Identifier: EUPL-1.2
"""A suspicion, from the moment it is reported until it has an end.

`public` is what the public face may touch; the other rooms are the office's.
"""

from meerinbeeld.signals.models.beside import AccessQuestion, Notice, Resemblance, SignalBook
from meerinbeeld.signals.models.content import Attachment, Audience, Item, Mark, Remark, Source
from meerinbeeld.signals.models.course import Involvement, Route, SeenIndicator, Step, SuspectedForm
from meerinbeeld.signals.models.public import Draft, DraftFile, Letter, PublicReport
from meerinbeeld.signals.models.signal import Origin, Phase, ReferenceCounter, Signal, YesNoUnknown

__all__ = [
    "AccessQuestion",
    "Attachment",
    "Audience",
    "Draft",
    "DraftFile",
    "Involvement",
    "Item",
    "Letter",
    "Mark",
    "Notice",
    "Origin",
    "Phase",
    "PublicReport",
    "ReferenceCounter",
    "Remark",
    "Resemblance",
    "Route",
    "SeenIndicator",
    "Signal",
    "SignalBook",
    "Source",
    "Step",
    "SuspectedForm",
    "YesNoUnknown",
]
