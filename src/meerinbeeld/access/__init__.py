# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, for which purpose. `policy.TABLE` is the whole answer in one place."""

from meerinbeeld.access.policy import Actor, Decision, NotInReach, Refused, Thing, may, require
from meerinbeeld.access.roles import Purpose, Reach, Role, Verb

__all__ = [
    "Actor",
    "Decision",
    "NotInReach",
    "Purpose",
    "Reach",
    "Refused",
    "Role",
    "Thing",
    "Verb",
    "may",
    "require",
]
