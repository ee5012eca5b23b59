# SPDX-License-Identifier: EUPL-1.2
"""disclosure: publish tables of counts without showing a person.

Usable on its own from Python and from a shell. Start with ``read_csv``, then ``protect``; nothing
is given back that ``attack`` can open.
"""

from __future__ import annotations

from disclosure.attack import Knowledge, Report, attack
from disclosure.attack_noise import attack_noise, by_noise, by_rounding
from disclosure.choice import choose
from disclosure.differencing import difference
from disclosure.errors import DataError, DisclosureError, OptionError, RefusalError
from disclosure.hierarchy import read_hierarchies
from disclosure.microdata import assess
from disclosure.problem import Rules
from disclosure.protect import METHODS, protect
from disclosure.ptable import PTable
from disclosure.published import Published, read_file
from disclosure.readers import from_dict, from_frame, from_rows, read_csv
from disclosure.records import from_records, read_records
from disclosure.result import Protection
from disclosure.table import Release, Table, release

__all__ = [
    "METHODS",
    "DataError",
    "DisclosureError",
    "Knowledge",
    "OptionError",
    "PTable",
    "Protection",
    "Published",
    "RefusalError",
    "Release",
    "Report",
    "Rules",
    "Table",
    "assess",
    "attack",
    "attack_noise",
    "by_noise",
    "by_rounding",
    "choose",
    "difference",
    "from_dict",
    "from_frame",
    "from_records",
    "from_rows",
    "protect",
    "read_csv",
    "read_file",
    "read_hierarchies",
    "read_records",
    "release",
]
