# SPDX-License-Identifier: EUPL-1.2
"""The tables of the registry: what was notified, who it is about, and what was passed on."""

from meerinbeeld.registry.models.correction import Correction
from meerinbeeld.registry.models.delivery import Batch, Mapping
from meerinbeeld.registry.models.letter import Letter
from meerinbeeld.registry.models.likeness import Likeness
from meerinbeeld.registry.models.linkage import Judgement, Pair, Run
from meerinbeeld.registry.models.notification import (
    Detail,
    Notification,
    NotifiedForm,
    RegistryCounter,
)
from meerinbeeld.registry.models.passing import Dispatch, Passing, Sending, Step
from meerinbeeld.registry.models.union import UnionFigures
from meerinbeeld.registry.models.victim import Victim

__all__ = [
    "Batch",
    "Correction",
    "Detail",
    "Dispatch",
    "Judgement",
    "Letter",
    "Likeness",
    "Mapping",
    "Notification",
    "NotifiedForm",
    "Pair",
    "Passing",
    "RegistryCounter",
    "Run",
    "Sending",
    "Step",
    "UnionFigures",
    "Victim",
]
