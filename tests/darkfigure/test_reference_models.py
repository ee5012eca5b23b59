# SPDX-License-Identifier: EUPL-1.2
"""Every model of the R reference tables, and the published choices."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from darkfigure import datasets, fit, fit_all, hierarchies
from darkfigure.existence import check
from darkfigure.masks import from_bits, parse_model, to_bits
from darkfigure.modelspace import ModelTable
from tests.darkfigure import oracle

CASES = [
    ("Artificial_3", 2),
    ("Kosovo", 3),
    ("UKdat_4", 3),
    ("UKdat_5", 4),
    ("Ned_5", 4),
]


def _table(name: str) -> ModelTable:
    return fit_all(datasets.load(name))


@pytest.mark.parametrize(("name", "order"), CASES)
def test_the_same_models_are_admissible_as_in_r(name: str, order: int) -> None:
    table = _table(name)
    reference = oracle.all_bic(name, order, table.data.t)
    assert {int(b) for b in table.bits[table.admissible]} == set(reference)


@pytest.mark.parametrize(("name", "order"), CASES)
def test_every_admissible_model_has_r_s_total_and_bic(name: str, order: int) -> None:
    table = _table(name)
    reference = oracle.all_bic(name, order, table.data.t)
    for index in np.flatnonzero(table.admissible):
        total, bic = reference[int(table.bits[index])]
        assert table.data.observed + table.dark[index] == pytest.approx(total, rel=5e-8)
        assert abs(table.bic[index] - bic) < 1e-8


@pytest.mark.parametrize(
    ("name", "order", "model", "total", "bic"),
    [
        ("Artificial_3", 2, "[1,2,3]", 539.1, 46.405),
        ("Kosovo", 2, "[12,13,14,23,34]", 14341.7, 225.211),
        ("Kosovo", 3, "[123,14,34]", 10356.5, 203.030),
        ("UKdat_4", 3, "[12,13,4]", 11987.1, 142.423),
        ("UKdat_5", 2, "[12,13,23,25,34]", 22991.3, 196.540),
        ("UKdat_5", 4, "[123,25,34]", 25311.3, 195.879),
        ("Ned_5", 2, "[12,15,23,24,25,35,45]", 48012.7, 222.054),
        ("Ned_5", 4, "[135,12,24,34]", 148788.8, 219.171),
        ("UKdat", 2, "[12,13,25,35,36,45]", 12350, 244.119),
        ("Ned", 2, "[12,16,25,34,36,45,46]", 116667, 310.442),
    ],
)
def test_the_published_best_model_is_chosen(
    name: str, order: int, model: str, total: float, bic: float
) -> None:
    table = fit_all(datasets.load(name), order)
    assert table.name(table.best) == model
    assert table.data.observed + table.dark[table.best] == pytest.approx(total, abs=0.6)
    assert table.bic[table.best] == pytest.approx(bic, abs=6e-4)


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("Kosovo", 7394.6),
        ("UKdat_4", 10694.3),
        ("UKdat_5", 13444.1),
        ("UKdat", 12214.0),
        ("Ned_5", 52923.9),
        ("Ned", 52823.5),
        ("Artificial_3", 539.1),
    ],
)
def test_main_effects_give_the_reference_total(name: str, total: float) -> None:
    assert fit(datasets.load(name)).estimate == pytest.approx(total, abs=0.06)


@pytest.mark.parametrize(("model", "code"), [("[12,13,23]", 2), ("[12,3]", 1), ("[13,23]", 0)])
def test_the_teaching_case_has_its_published_status(model: str, code: int) -> None:
    data = datasets.load("Artificial_3")
    terms = parse_model(model, 3)
    table = fit_all(data)
    assert check(data, terms).code == code
    assert table.status[table.bits == to_bits(terms)].item() == code


def test_the_compiled_programme_and_highs_agree(
    uk5_table: ModelTable, ned5_table: ModelTable
) -> None:
    rng = np.random.default_rng(1)
    for table in (uk5_table, ned5_table):
        doubtful = np.flatnonzero(table.status > 0)
        sample = np.concatenate(
            [rng.choice(doubtful, 60, False), rng.choice(table.bits.size, 60, False)]
        )
        for index in sample.tolist():
            terms = from_bits(int(table.bits[index]))
            assert check(table.data, terms).code == table.status[index]


def test_the_five_list_models_are_those_of_the_reference() -> None:
    with gzip.open(oracle.HERE / "hiermodels5.txt.gz", "rt") as file:
        reference = {to_bits(parse_model(line, 5)) for line in file}
    mine = {int(b) for b in hierarchies.all_models(5)}
    assert len(reference) == 6893
    assert mine == reference


@pytest.mark.parametrize(
    ("t", "order", "count"),
    [
        (2, None, 1),
        (3, None, 8),
        (4, None, 113),
        (5, None, 6893),
        (5, 2, 1024),
        (5, 3, 6212),
        (6, 2, 32768),
        (6, None, 7_785_061),
    ],
)
def test_the_number_of_hierarchical_models(t: int, order: int | None, count: int) -> None:
    assert hierarchies.all_models(t, order).size == count


def test_the_single_fit_agrees_with_the_compiled_one(uk5_table: ModelTable) -> None:
    for index in np.random.default_rng(2).choice(uk5_table.ranking, 25, False).tolist():
        alone = fit(uk5_table.data, from_bits(int(uk5_table.bits[index])))
        assert alone.dark_figure == pytest.approx(uk5_table.dark[index], rel=1e-8)
        assert alone.loglik == pytest.approx(uk5_table.loglik[index], abs=1e-8)
