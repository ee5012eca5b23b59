# SPDX-License-Identifier: EUPL-1.2
"""Published data sets, as counts per capture history.

Ned, Ned_5: the Netherlands 2010-2015 (van Dijk, Cruyff, van der Heijden, Kragten-Heerdink 2017).
UKdat, UKdat_5, UKdat_4: United Kingdom 2013 (Silverman 2014; Bales, Hesketh, Silverman 2015).
Kosovo: killings in 1999 (Ball and others 2002). Artificial_3: a teaching case on existence and
identifiability (Chan, Silverman, Vincent 2021, table 2).
"""

from __future__ import annotations

from importlib.resources import as_file, files

from darkfigure.data import CaptureData
from darkfigure.errors import DataError
from darkfigure.readers import read_csv

NAMES = ("Ned", "Ned_5", "UKdat", "UKdat_5", "UKdat_4", "Kosovo", "Artificial_3")


def load(name: str) -> CaptureData:
    """A published data set by its name. Raises DataError for an unknown name."""
    if name not in NAMES:
        raise DataError(f"There is no data set {name!r}. There are: {', '.join(NAMES)}.")
    with as_file(files(__name__) / f"{name}.csv") as path:
        return read_csv(path)
