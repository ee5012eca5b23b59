# SPDX-License-Identifier: EUPL-1.2
"""Keeping what a person is compared by, beside the sealed details that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.registry.linkage.blind import LIKE, texts_of
from meerinbeeld.registry.models import Likeness, Notification
from meerinbeeld.registry.queries import likely as queries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, THING

#: The hashes of the register are of no use beside those of signals and cases.
BLIND: Final = "registry"
REASON: Final = "likely"


def compared_as() -> dict[str, str]:
    """Per kind of detail the field of a person that it is compared as."""
    codes = norms.codelist("registry_detail").codes
    return {code.value: str(code.extra["linkage"]) for code in codes if code.extra.get("linkage")}


def fields_of(details: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, str]:
    """Details by the fields of a person. An alias counts beside the name, and alone for one."""
    fields = {kinds[kind]: text for kind, text in details.items() if kind in kinds}
    alias = fields.get("alias", "")
    if alias and not any(fields.get(name) for name in ("given_name", "family_name", "full_name")):
        fields["full_name"] = alias
    return fields


def hashes_of(details: Mapping[str, str]) -> dict[str, bytes]:
    """The hashes of personal details by their kinds."""
    texts = texts_of(fields_of(details, compared_as()))
    own = {kind: text for kind, text in texts.items() if kind not in LIKE}
    # under the key of the kind that they are held against, so that an equal text is seen
    others = {LIKE[kind]: text for kind, text in texts.items() if kind in LIKE}
    marks = vault.blind_keys(others, BLIND)
    return vault.blind_keys(own, BLIND) | {
        kind: marks[like] for kind, like in LIKE.items() if like in marks
    }


def keep_likeness(row: Notification, details: Mapping[str, str], box: vault.Box) -> None:
    """Make it anew, for who told something. Call it in the transaction that stores the details."""
    Likeness.objects.filter(notification=row).delete()
    if compared := compared_of(details):
        likeness = Likeness(notification=row, **hashes_of(compared))
        box.put_json(likeness, "told", compared)
        likeness.save()


def compared_of(details: Mapping[str, str]) -> dict[str, str]:
    """The details that a search compares."""
    kinds = compared_as()
    return {kind: text.strip() for kind, text in details.items() if kind in kinds and text.strip()}


def look(
    actor: Actor,
    details: Mapping[str, str],
    codes: Mapping[str, str],
) -> list[queries.Likely]:
    """Notifications within reach that may be about the person who is typed in.

    Nothing is decrypted. That somebody looked is journaled, never for whom; and each notification
    that came up keeps that it did. Raises `Refused`.
    """
    require(actor, Verb.CREATE, KIND, PURPOSE)
    hashes = hashes_of(details)
    if not hashes:
        return []
    with transaction.atomic():
        found = queries.likely(actor, hashes, codes)
        journal.record(actor, "search", purpose=PURPOSE, thing=THING, reason_code="+".join(hashes))
        journal.record_many(
            actor,
            Verb.LIST,
            purpose=PURPOSE,
            thing=THING,
            touched=[journal.Touched(one.row.id, one.row.dossier) for one in found],
            reason_code=REASON,
        )
    return found
