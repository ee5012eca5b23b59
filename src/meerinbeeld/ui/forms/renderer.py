# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Label, help and error in one way everywhere (``settings.FORM_RENDERER``)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
