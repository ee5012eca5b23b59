# SPDX-License-Identifier: EUPL-1.2
"""Two people changed the same entry: both versions side by side, nothing overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from meerinbeeld.ui.parts import Difference


def conflict_page(
    request: HttpRequest, form: forms.Form, theirs: Mapping[str, Any]
) -> HttpResponse:
    differences = [
        Difference(field.label, _said(field, form.cleaned_data.get(name)), _said(field, value))
        for name, value in theirs.items()
        if (field := form.fields.get(name)) is not None and name != "version"
    ]
    # Sending the form again is agreeing to the version that is shown beside it now.
    shown = QueryDict(mutable=True)
    shown.update(form.data)
    shown["version"] = str(theirs["version"])
    form.data = shown
    context = {
        "form": form,
        "differences": [d for d in differences if d.differs],
        "cancel_url": request.path,
    }
    return render(request, "ui/conflict.html", context, status=409)


def _said(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "strftime"):
        return date_format(value, "j F Y")
    if isinstance(value, list) or (hasattr(value, "__iter__") and not isinstance(value, str)):
        return ", ".join(sorted(_one(field, each) for each in value))
    return _one(field, value)


def _one(field: forms.Field, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    choices = dict(getattr(field, "choices", []) or []) if isinstance(value, str) else {}
    return str(choices.get(value, value))
