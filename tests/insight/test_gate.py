# SPDX-License-Identifier: EUPL-1.2
"""The gate lets out what holds, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import meerinbeeld.insight
from disclosure import attack
from disclosure.published import read
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import catalogue
from meerinbeeld.insight.models import Refusal, Release
from meerinbeeld.insight.rules.numbers import (
    Exact,
    NotThroughTheGateError,
    Protected,
    only_protected,
)
from meerinbeeld.signals.models import Signal
from tests.insight import making
from tests.insight.conftest import SMALL, Year
from tests.people import Village

INSIGHT = Path(meerinbeeld.insight.__file__).parent


def test_no_number_from_one_to_four_goes_out(year: Year) -> None:
    for name, data in gate.bytes_of(year.release.tables).items():
        for number in read(data, name, count="count").counts:
            assert number is None or number == 0 or number >= 5


def test_the_attack_on_all_tables_together_finds_nothing(year: Year) -> None:
    files = [read(d, n, count="count") for n, d in gate.bytes_of(year.release.tables).items()]
    report = attack(files, width=5)
    assert report.primary >= len(SMALL)
    assert (report.exact, report.narrow) == (0, 0)


def test_who_knows_the_rule_learns_no_more_than_one_to_four(year: Year) -> None:
    assert gate.attacked_again(year.release)["informed"]["min_interval_width"] >= 3


def test_where_too_few_are_counted_nothing_goes_out_and_that_is_kept(village: Village) -> None:
    making.signals(village.organisations["gemeente-zwolle"], 4, making.at(2025, 2))
    making.counted()
    assert gate.let_out_year("signals", 2025) is None
    assert not Release.objects.exists()
    assert Refusal.objects.get().reason == "too_few"


def test_the_same_figures_are_not_let_out_twice(year: Year) -> None:
    assert gate.let_out_year("signals", 2025) == year.release


def test_a_correction_that_would_show_one_person_stays_in(year: Year) -> None:
    one = Signal.objects.filter(forms__form="criminal_exploitation").first()
    assert one is not None
    one.forms.update(form="sexual_exploitation")
    making.counted()
    assert gate.let_out_year("signals", 2025) is None
    assert Refusal.objects.get().reason == "difference"
    assert Release.objects.get() == year.release


def test_a_release_that_was_changed_afterwards_is_not_shown(year: Year) -> None:
    tables = {**year.release.tables, "signals_form.csv": "signals_form,count,status\n*,1,safe\n"}
    Release.objects.update(tables=tables)
    with pytest.raises(gate.TamperedError):
        gate.Shown(Release.objects.get())


def test_only_the_gate_makes_a_protected_number() -> None:
    with pytest.raises(NotThroughTheGateError):
        Protected(3)
    with pytest.raises(NotThroughTheGateError):
        only_protected([Exact(3)])


def test_only_the_gate_opens_the_seal_and_reads_counts_of_the_region() -> None:
    seals, counts = [], []
    for path in INSIGHT.rglob("*.py"):
        text = path.read_text("utf-8")
        names = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
        if "let_out" in names:
            seals.append(path.name)
        if "import counts" in text or "queries.counts" in text:
            counts.append(path.name)
    assert seals == ["gate.py"]
    assert counts == ["gate.py"]


def test_what_is_published_can_be_read_as_numbers_of_an_indicator(year: Year) -> None:
    form = catalogue().get("signals-form")
    assert form is not None
    shown = gate.shown(year.village.actor("rosa"), "signals")[2025]
    number = shown.number(form, "sexual_exploitation")
    assert number is not None and number.value == 39
    hidden = shown.number(form, "forced_begging")
    assert hidden is not None and hidden.value is None
