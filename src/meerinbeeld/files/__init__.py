# SPDX-License-Identifier: EUPL-1.2
"""Files on their way in and out: judged by content, cleaned, sealed while they stream, shown."""
