# SPDX-License-Identifier: EUPL-1.2
"""Asking for emergency access to a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import line
from meerinbeeld.signals.forms.emergency import EmergencyForm


class CaseEmergencyForm(EmergencyForm):
    reference = line(_("Which case?"), help_text=_("Its reference, such as Z-2026-0042."))
