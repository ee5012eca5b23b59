# SPDX-License-Identifier: EUPL-1.2
"""How many notifications without a ground were counted, protected before they leave.

Only the year and the kind of notifier go along: a count of one with a form and an age would be
somebody.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import disclosure

#: Counts of 1 up to this one minus 1 are hidden (DOMAIN: public cells below a threshold).
THRESHOLD: Final = 5
ALL: Final = "*"


def protected(found: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
    """Year, notifier, count and status for each cell and sum. Raises `disclosure.RefusalError`."""
    counted = Counter((str(year), notifier) for year, notifier in found)
    if not counted:
        return []
    table = disclosure.from_dict(["year", "notifier"], dict(counted))
    done = disclosure.protect(table, disclosure.Rules(threshold=THRESHOLD), seconds=5)
    (data,) = done.files.values()
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    return [
        {
            "year": row["year"],
            "notifier": row["notifier"],
            "count": int(row["count"]) if row["count"] else None,
            "status": row["status"],
        }
        for row in rows
    ]
