# SPDX-License-Identifier: EUPL-1.2
"""``python -m disclosure``."""

from __future__ import annotations

import sys

from disclosure.cli import main

sys.exit(main())
