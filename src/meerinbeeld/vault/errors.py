# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong in the vault. No message ever holds content, a key or a receipt word."""

from __future__ import annotations


class VaultError(Exception):
    """Any refusal of the vault."""


class Unreadable(VaultError):
    """A ciphertext does not verify: wrong key, wrong place, or changed bytes.

    The three are told apart on purpose nowhere, so that nobody learns which one it was.
    """


class UnknownDossier(VaultError, KeyError):
    """There is no key for this dossier."""

    def __str__(self) -> str:
        return "there is no key for this dossier"


class Shredded(VaultError):
    """The key of this dossier was destroyed, and its content with it."""


class BoxClosed(VaultError):
    """The box was used after its `with` block ended."""


class KeeperError(VaultError):
    """The key keeper has no usable key, or does not answer."""


class NoIntakeKey(KeeperError):
    """The private half of this intake key is not here (on the public front it never is)."""


class InTransaction(VaultError):
    """A slow derivation was asked for inside a database transaction.

    A derivation takes about a tenth of a second; done inside a transaction it makes reports
    that arrive together wait for each other, and time out.
    """
