# SPDX-License-Identifier: EUPL-1.2
"""Recomputing the whole tree from the entries: was anything changed, removed or reordered?

Nothing that the database says about hashes is believed. What is trusted: the public signing
keys, and a checkpoint that somebody kept elsewhere, when one is given. Without such a checkpoint,
who has both the database and the signing key can rewrite the journal; with one, nobody can
rewrite what came before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext_noop as _

from meerinbeeld.journal import keys, rolls, triggers
from meerinbeeld.journal.merkle import Frontier, leaf_hash
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf, Pending, Roll
from meerinbeeld.journal.recording import hashed
from meerinbeeld.journal.sealing import last_checkpoint, signed_head
from meerinbeeld.journal.signing import SignedHead

PAGE: Final = 2000
MAX_PROBLEMS: Final = 100


@dataclass(frozen=True)
class Problem:
    """Something that does not fit. `kind` is a code, `where` an id or a number."""

    kind: str
    where: str

    def __str__(self) -> str:
        return f"{PLAIN[self.kind]} ({self.where})"


@dataclass(frozen=True)
class Verification:
    """What a verification found. `entries` counts what is sealed, `waiting` what is not yet."""

    ok: bool
    problems: tuple[Problem, ...]
    entries: int
    checkpoint: Checkpoint | None
    waiting: int = 0
    more_problems: int = 0


def verify(known: Checkpoint | SignedHead | None = None) -> Verification:
    """Recompute everything. `known` is a checkpoint that was kept outside this database.

    Reads each entry once, and a list when its entry's turn comes; takes about a second per
    15,000 entries, or per 50 lists of 5,000 dossiers. Raises `KeeperError` where
    the key directory is not at hand.
    """
    kept = signed_head(known) if isinstance(known, Checkpoint) else known
    return _Check(keys.public_keys(), kept).run()


@dataclass
class _Check:
    public_keys: Mapping[str, bytes]
    known: SignedHead | None
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    frontier: Frontier = field(default_factory=Frontier)

    def run(self) -> Verification:
        highest = Leaf.objects.aggregate(highest=Max("index"))["highest"]
        # read after the highest leaf: both are committed together, so it must reach that leaf
        last = last_checkpoint()
        self._walk(last.tree_size if last else 0)
        self._check_reach(last, -1 if highest is None else highest)
        self._check_known()
        self._check_unsealed()
        self._check_loose_rolls()
        self._check_triggers()
        return Verification(
            ok=not self.problems,
            problems=tuple(self.problems),
            entries=self.frontier.size,
            checkpoint=last,
            waiting=Pending.objects.count(),
            more_problems=self.more,
        )

    def _walk(self, size: int) -> None:
        """All leaves up to the last checkpoint, each checkpoint at its size."""
        heads = _checkpoints(size)
        head = next(heads, None)
        for leaf in _leaves(size):
            if leaf.index != self.frontier.size:
                self._tell("leaf_missing", str(self.frontier.size))
                return
            self.frontier.add(self._checked_leaf(leaf))
            while head is not None and head.tree_size == self.frontier.size:
                self._check_head(head)
                head = next(heads, None)
            self._check_kept_root()
        if head is not None:
            self._tell("leaf_missing", str(self.frontier.size))

    def _checked_leaf(self, leaf: _Leaf) -> bytes:
        """The hash of what stands in the journal now; of the leaf only when the entry is gone."""
        if leaf.entry is None:
            self._tell("entry_removed", leaf.entry_id)
            return leaf.hash
        computed = leaf_hash(hashed(leaf.entry))
        if computed != leaf.hash:
            self._tell("entry_changed", leaf.entry_id)
        self._check_list(leaf.entry)
        return computed

    def _check_list(self, entry: Entry) -> None:
        """Whether the rolls beside an entry are those of the list that it names."""
        if not entry.thing_id.startswith(rolls.PREFIX):
            return
        kept = Roll.objects.filter(entry=entry.pk).order_by("bucket")
        found = [(bucket, bytes(raw)) for bucket, raw in kept.values_list("bucket", "dossiers")]
        ids = [one for _number, raw in found for one in rolls.pieces(raw)]
        sound = all(rolls.is_sound(bucket, raw) for bucket, raw in found)
        if not found:
            self._tell("list_missing", str(entry.pk))
        elif not sound or rolls.name_of(ids) != entry.thing_id:
            self._tell("list_changed", str(entry.pk))

    def _check_loose_rolls(self) -> None:
        named = Entry.objects.filter(pk=OuterRef("entry"), thing_id__startswith=rolls.PREFIX)
        loose = Roll.objects.filter(~Exists(named)).order_by("entry")
        for entry_id in loose.values_list("entry", flat=True).distinct()[:MAX_PROBLEMS]:
            self._tell("list_loose", str(entry_id))

    def _check_head(self, head: Checkpoint) -> None:
        where = str(head.tree_size)
        if bytes(head.root) != self.frontier.root():
            self._tell("root_differs", where)
        if bytes(head.frontier) != self.frontier.to_bytes():
            self._tell("frontier_differs", where)
        self._check_signature(signed_head(head), where)

    def _check_signature(self, signed: SignedHead, where: str) -> None:
        public = self.public_keys.get(signed.key_id)
        if public is None:
            self._tell("unknown_key", where)
        elif not signed.is_signed_by(public):
            self._tell("signature_wrong", where)

    def _check_reach(self, last: Checkpoint | None, highest: int) -> None:
        if highest + 1 > (last.tree_size if last else 0):
            self._tell("checkpoint_missing", str(highest + 1))

    def _check_kept_root(self) -> None:
        known = self.known
        if known is None or known.head.tree_size != self.frontier.size:
            return
        if known.head.root != self.frontier.root():
            self._tell("known_differs", str(known.head.tree_size))

    def _check_known(self) -> None:
        if self.known is None:
            return
        where = str(self.known.head.tree_size)
        self._check_signature(self.known, where)
        if self.known.head.tree_size > self.frontier.size:
            self._tell("shorter_than_known", where)

    def _check_unsealed(self) -> None:
        sealed = Leaf.objects.filter(entry=OuterRef("pk"))
        waiting = Pending.objects.filter(entry=OuterRef("pk"))
        forgotten = Entry.objects.filter(~Exists(sealed), ~Exists(waiting))
        for entry_id in forgotten.values_list("pk", flat=True)[:MAX_PROBLEMS]:
            self._tell("never_sealed", str(entry_id))
        entry = Entry.objects.filter(pk=OuterRef("pk"))
        lost = Pending.objects.filter(~Exists(entry))
        for entry_id in lost.values_list("pk", flat=True)[:MAX_PROBLEMS]:
            self._tell("entry_removed", str(entry_id))

    def _check_triggers(self) -> None:
        for name in triggers.missing(connection):
            self._tell("trigger_missing", name)

    def _tell(self, kind: str, where: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(kind, where))
        else:
            self.more += 1


@dataclass(frozen=True)
class _Leaf:
    index: int
    entry_id: str
    hash: bytes
    entry: Entry | None


def _leaves(size: int) -> Iterator[_Leaf]:
    start = 0
    while start < size:
        found = Leaf.objects.filter(index__gte=start, index__lt=min(start + PAGE, size))
        page = list(found.order_by("index"))
        entries = Entry.objects.in_bulk([leaf.entry for leaf in page])
        for leaf in page:
            entry = entries.get(leaf.entry)
            yield _Leaf(leaf.index, str(leaf.entry), bytes(leaf.hash), entry)
        start += PAGE


def _checkpoints(size: int) -> Iterator[Checkpoint]:
    after = 0
    while True:
        found = Checkpoint.objects.filter(tree_size__gt=after, tree_size__lte=size)
        page = list(found.order_by("tree_size")[:PAGE])
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].tree_size


#: In plain words; marked here, and translated by who shows them.
PLAIN: Final = {
    "leaf_missing": _("a place in the tree is empty"),
    "entry_removed": _("an entry was removed"),
    "entry_changed": _("an entry was changed after it was sealed"),
    "list_missing": _("the list of dossiers of an entry was removed"),
    "list_changed": _("the list of dossiers of an entry was changed"),
    "list_loose": _("a list of dossiers belongs to no entry that names one"),
    "root_differs": _("a checkpoint does not fit the entries before it"),
    "frontier_differs": _("the short-cut stored with a checkpoint was changed"),
    "unknown_key": _("a checkpoint is signed with a key we do not know"),
    "signature_wrong": _("the signature of a checkpoint is wrong"),
    "checkpoint_missing": _("the last checkpoint is missing"),
    "known_differs": _("the journal differs from the checkpoint that you kept"),
    "shorter_than_known": _("the journal is shorter than the checkpoint that you kept"),
    "never_sealed": _("an entry was never offered to the sealer"),
    "trigger_missing": _("a trigger that protects the journal is missing"),
}
