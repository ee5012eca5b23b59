# SPDX-License-Identifier: EUPL-1.2
from meerinbeeld.insight.forms.figures import FigureFilter

__all__ = ["FigureFilter"]
