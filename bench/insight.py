# SPDX-License-Identifier: EUPL-1.2
"""What the pages of figures cost with a hundred thousand signals and twenty thousand cases.

    python bench/insight.py [the options of bench/office.py]

The same way of measuring as `bench/office.py`, for the rows of figures alone and with 150 ms as the
limit at the 95th percentile.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import office

LIMIT_MS: Final = 150


def main() -> int:
    return office.main(["--only", "figures", "--limit", str(LIMIT_MS), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
