# SPDX-License-Identifier: EUPL-1.2
"""Which pages a face has: `public`, `office`, or both in one process."""
