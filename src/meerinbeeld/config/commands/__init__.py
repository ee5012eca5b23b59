# SPDX-License-Identifier: EUPL-1.2
"""The commands, one module per group. Django is loaded only by a command that needs it."""
