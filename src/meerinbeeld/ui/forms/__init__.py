# SPDX-License-Identifier: EUPL-1.2
"""How forms are drawn, and the fields that people need more than once."""
