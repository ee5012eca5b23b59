# SPDX-License-Identifier: EUPL-1.2
"""The look: base templates, components, forms and the words for moments."""
