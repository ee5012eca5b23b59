# SPDX-License-Identifier: EUPL-1.2
"""The rights of a person: to see, to correct, to have erased, to object (AVG art. 15-21)."""
