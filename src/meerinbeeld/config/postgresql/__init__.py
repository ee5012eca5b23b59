# SPDX-License-Identifier: EUPL-1.2
"""Django's PostgreSQL, with a cheaper look at whether the server is still there."""
