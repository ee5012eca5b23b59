# SPDX-License-Identifier: EUPL-1.2
"""`python -m meerinbeeld` is the `meerinbeeld` command, for where the script is not on the PATH."""

from __future__ import annotations

from meerinbeeld.config.cli import main

main()
