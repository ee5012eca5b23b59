# SPDX-License-Identifier: EUPL-1.2
from .attacking import Knowledge, Report, attack
from .attacking_noise import attack_noise, by_noise, by_rounding
from .choice import choose
from .differencing import difference
from .errors import DataError, DisclosureError, OptionError, RefusalError
from .hierarchy import read_hierarchies
from .microdata import assess
from .problem import Rules
from .protecting import METHODS, protect
from .ptable import PTable
from .published import Published, read_file
from .readers import from_dict, from_frame, from_rows, read_csv
from .records import from_records, read_records
from .result import Protection
from .table import Release, Table, release

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
