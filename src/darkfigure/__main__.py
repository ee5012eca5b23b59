# SPDX-License-Identifier: EUPL-1.2
"""``python -m darkfigure``."""

from __future__ import annotations

import sys

from darkfigure.cli import main

sys.exit(main())
