# SPDX-License-Identifier: EUPL-1.2
"""The pages of the public face. None of them needs an account or a script."""
