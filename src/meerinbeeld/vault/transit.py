# SPDX-License-Identifier: EUPL-1.2
"""A key keeper behind HTTP: the transit engine of OpenBao or HashiCorp Vault.

The key-encryption key never leaves that service. Its documented endpoints are used and no
client library: `encrypt`, `decrypt`, `rewrap`, `keys/<name>` and `keys/<name>/rotate`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from meerinbeeld.vault.aead import KEY_BYTES, check_format
from meerinbeeld.vault.errors import KeeperError, Unreadable
from meerinbeeld.vault.formats import LABEL_WRAP, Format, framed

TIMEOUT_SECONDS: Final = 5
#: So many keys are asked for at once: OpenBao takes no more than a thousand texts in one request.
AT_ONCE: Final = 400
_CIPHERTEXT: Final = re.compile(r"vault:v([1-9][0-9]*):[A-Za-z0-9+/=]+\Z")


def from_settings() -> TransitKeyKeeper:
    """The keeper of MIB_TRANSIT_URL, MIB_TRANSIT_TOKEN_FILE and MIB_TRANSIT_KEY."""
    return TransitKeyKeeper(
        url=settings.MIB_TRANSIT_URL,
        token_file=Path(settings.MIB_TRANSIT_TOKEN_FILE),
        key=getattr(settings, "MIB_TRANSIT_KEY", None) or "meerinbeeld",
    )


class TransitKeyKeeper:
    """Sends `data key ‖ SHA-256(context)` to be encrypted, and checks the context on return.

    The context travels inside, and not as `associated_data`, because `rewrap` must work without
    the data key coming back to this process, and does not take associated data everywhere.
    """

    def __init__(self, url: str, token_file: Path, key: str) -> None:
        if not url.startswith(("https://", "http://")):
            raise KeeperError("MIB_TRANSIT_URL must be an http or https address")
        self._base = url.rstrip("/") + "/v1/transit"
        self._token_file = token_file
        self._key = urllib.parse.quote(key, safe="")

    def __repr__(self) -> str:
        return "<TransitKeyKeeper>"

    def wrap(self, key: bytes, context: bytes) -> bytes:
        plain = base64.b64encode(key + _bound(context)).decode("ascii")
        answer = self._post(f"encrypt/{self._key}", {"plaintext": plain})
        return _stored(_text(answer, "ciphertext"))

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return self.unwrap_many([wrapped], [context])[0]

    def unwrap_many(self, wrapped: Sequence[bytes], contexts: Sequence[bytes]) -> list[bytes]:
        keys = []
        for start in range(0, len(wrapped), AT_ONCE):
            here = slice(start, start + AT_ONCE)
            keys += self._unwrapped(wrapped[here], contexts[here])
        return keys

    def _unwrapped(self, wrapped: Sequence[bytes], contexts: Sequence[bytes]) -> list[bytes]:
        batch = [{"ciphertext": _ciphertext(one)} for one in wrapped]
        answer = self._post(f"decrypt/{self._key}", {"batch_input": batch})
        results = answer.get("batch_results")
        if not isinstance(results, list) or len(results) != len(wrapped):
            raise KeeperError("the transit engine gave an answer that does not fit")
        return [_checked(result, one) for result, one in zip(results, contexts, strict=True)]

    def rewrap(self, wrapped: bytes, context: bytes) -> bytes:
        answer = self._post(f"rewrap/{self._key}", {"ciphertext": _ciphertext(wrapped)})
        return _stored(_text(answer, "ciphertext"))

    def current_id(self) -> str:
        latest = self._call("GET", f"keys/{self._key}", None).get("latest_version")
        if not isinstance(latest, int):
            raise KeeperError("the transit engine gave an answer that does not fit")
        return f"transit-v{latest}"

    def id_of(self, wrapped: bytes) -> str:
        match = _CIPHERTEXT.match(_ciphertext(wrapped))
        if match is None:
            raise Unreadable("the wrapped key is damaged")
        return f"transit-v{match[1]}"

    def make_next(self) -> str:
        self._call("POST", f"keys/{self._key}/rotate", {})
        return self.current_id()

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        try:
            # the scheme was checked when the keeper was made
            with urllib.request.urlopen(  # noqa: S310
                self._request(method, path, body), timeout=TIMEOUT_SECONDS
            ) as response:
                raw = response.read()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 400 and path.startswith(("decrypt/", "rewrap/")):
                raise Unreadable("the wrapped key does not verify") from None
            raise KeeperError(f"the transit engine refused with status {error.code}") from None
        except OSError:
            raise KeeperError("the transit engine does not answer") from None
        return _data(raw)

    def _request(
        self, method: str, path: str, body: dict[str, Any] | None
    ) -> urllib.request.Request:
        data = None if body is None else json.dumps(body).encode("ascii")
        headers = {"X-Vault-Token": self._token(), "Content-Type": "application/json"}
        return urllib.request.Request(  # noqa: S310
            f"{self._base}/{path}", data=data, headers=headers, method=method
        )

    def _token(self) -> str:
        try:
            return self._token_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise KeeperError("the token of the transit engine cannot be read") from None


def _bound(context: bytes) -> bytes:
    return hashlib.sha256(framed(LABEL_WRAP, context)).digest()


def _stored(ciphertext: str) -> bytes:
    if not _CIPHERTEXT.match(ciphertext):
        raise KeeperError("the transit engine gave an answer that does not fit")
    return bytes([Format.TRANSIT_WRAP]) + ciphertext.encode("ascii")


def _ciphertext(wrapped: bytes) -> str:
    try:
        return check_format(wrapped, Format.TRANSIT_WRAP).decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("the wrapped key is damaged") from None


def _checked(result: object, context: bytes) -> bytes:
    text = result.get("plaintext") if isinstance(result, dict) else None
    if not isinstance(text, str) or not text:
        raise Unreadable("the wrapped key does not verify")
    plain = base64.b64decode(text)
    key, bound = plain[:KEY_BYTES], plain[KEY_BYTES:]
    if len(key) != KEY_BYTES or not hmac.compare_digest(bound, _bound(context)):
        raise Unreadable("the wrapped key belongs elsewhere")
    return key


def _text(answer: dict[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str):
        raise KeeperError("the transit engine gave an answer that does not fit")
    return value


def _data(raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    try:
        answer = json.loads(raw)
    except ValueError:
        raise KeeperError("the transit engine gave an answer that does not fit") from None
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}
