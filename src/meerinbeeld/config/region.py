# SPDX-License-Identifier: EUPL-1.2
"""The region as it begins: its municipalities by the norms, and the organisations that own signals.

Each municipality owns the signals about it; the regional desk (Veilig Thuis) owns the others, so
that no report is without an owner from the first one on. Further organisations are made on the
screen.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from meerinbeeld import norms
from meerinbeeld.config.commands.shared import Problem
from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind, Region


def build(name: str) -> int:
    """Make what is missing, leave what is there. Returns the number of municipalities.

    Raises `Problem` for a region that the norms do not know.
    """
    known = {region.label_nl.casefold(): region for region in norms.norms().regions}
    found = known.get(name.casefold())
    if found is None:
        raise Problem(
            f"The norms do not know the region '{name}' (MIB_REGION). They know: "
            f"{', '.join(region.label_nl for region in known.values())}. "
            "Add yours to regions.yaml in the folder of MIB_NORMS_DIR."
        )
    with transaction.atomic():
        region, _ = Region.objects.get_or_create(code=found.code, defaults={"name": name})
        for code, town in found.municipalities.items():
            Municipality.objects.get_or_create(
                cbs_code=code, defaults={"name": town, "region": region}
            )
            _municipal_organisation(code, town)
        _desk(name)
    return len(found.municipalities)


def _municipal_organisation(code: str, town: str) -> None:
    kind = OrganisationKind.MUNICIPALITY
    if not Organisation.objects.filter(kind=kind, municipality_id=code).exists():
        made = Organisation.objects.create(
            slug=slugify(f"gemeente {town}"),
            name=f"Gemeente {town}",
            kind=kind,
            municipality_id=code,
        )
        made.serves.set(Municipality.objects.filter(cbs_code=code))


def _desk(region: str) -> None:
    if not Organisation.objects.filter(kind=OrganisationKind.SAFE_HOME).exists():
        made = Organisation.objects.create(
            slug="veilig-thuis", name=f"Veilig Thuis {region}", kind=OrganisationKind.SAFE_HOME
        )
        made.serves.set(Municipality.objects.all())
