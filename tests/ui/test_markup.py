# SPDX-License-Identifier: EUPL-1.2
"""Markup that is put together in Python says no more and no less than a template would."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from meerinbeeld.ui import markup

SAID = ('<script>alert("x")</script>', "Jan & 'Piet'", mark_safe("<b>ours</b>"), _("<i>"), 12, None)


@pytest.mark.parametrize("said", SAID)
def test_everything_is_escaped_as_django_escapes_it(said: object) -> None:
    made = markup.markup('<p title="{}">{}</p>', said, said)
    assert isinstance(made, SafeString)
    assert made == format_html('<p title="{}">{}</p>', said, said)


def test_a_name_with_markup_in_it_is_shown_and_not_run() -> None:
    name = "<img src=x onerror=alert(1)>"
    drawn = (markup.cell(name, name), markup.header_cell(name, name), markup.small(name),
             markup.link(name, name), markup.joined(name))  # fmt: skip
    assert not [one for one in drawn if "<img" in one]


def test_a_list_of_addresses_is_what_each_would_be() -> None:
    address = markup.addresses("signal", "S-2026-0001")
    assert address("S-2026-0412") == reverse("signal", args=["S-2026-0412"])


def test_an_address_with_two_keys_gets_each_in_its_place() -> None:
    stay, other = UUID(int=1), UUID(int=2)
    address = markup.addresses("shelter_delay", "Z-2026-0001", stay)
    found = reverse("shelter_delay", args=["Z-2026-0002", other])
    assert address("Z-2026-0002", other) == found
