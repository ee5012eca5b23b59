# SPDX-License-Identifier: EUPL-1.2
"""National series of figures, as reference data with their sources. Two series are never mixed."""
