# SPDX-License-Identifier: EUPL-1.2
"""Charts of figures. What is hidden is drawn as hidden."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meerinbeeld.insight.queries.funnel import Rung
from meerinbeeld.insight.rules.numbers import Number
from meerinbeeld.insight.views.sentences import percent
from meerinbeeld.ui.charts import Chart, Step, Steps
from meerinbeeld.ui.parts import Column


def said(number: Number) -> str:
    if number.value is None:
        return _("hidden")
    return number_format(number.value, force_grouping=True)


def funnel(rungs: Sequence[Rung], period: str) -> Chart | None:
    """From signal to outcome; None when there is nothing to draw."""
    if not rungs or not rungs[0].number.value:
        return None
    first, last = rungs[0].number.value, rungs[-1].number
    return Chart(
        name="signals-funnel",
        title=_("From signal to outcome"),
        sentence=_sentence(first, last, period),
        drawing=Steps(tuple(Step(one.label, one.number.value, said(one.number)) for one in rungs)),
        columns=(Column(_("Step")), Column(pgettext("figures", "How many"), numeric=True)),
        rows=tuple((one.label, said(one.number)) for one in rungs),
    )


def _sentence(first: int, last: Number, period: str) -> str:
    if last.value is None:
        told = _("Of %(first)d signals in %(period)s, how many led to help or follow-up is hidden.")
        return told % {"first": first, "period": period}
    told = _(
        "Of %(first)d signals in %(period)s, %(last)d led to help or were followed up (%(share)s)."
    )
    return told % {
        "first": first, "period": period, "last": last.value, "share": percent(last.value / first),
    }  # fmt: skip
