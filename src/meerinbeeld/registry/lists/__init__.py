# SPDX-License-Identifier: EUPL-1.2
"""What the rows of a partner's list mean: which column is what, which word is which code, and what
is wrong in a row. Functions of values; nothing here reads or writes the database.
"""
