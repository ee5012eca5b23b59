# SPDX-License-Identifier: EUPL-1.2
"""Goal 4: the region sees itself. Figures of one's own work, and of the region when protected."""
