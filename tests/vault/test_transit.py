# SPDX-License-Identifier: EUPL-1.2
"""The transit engine, against a small server that answers as OpenBao documents it."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pytest_django.fixtures import Settings

from meerinbeeld import vault
from meerinbeeld.vault import actions, transit
from meerinbeeld.vault.keeper import key_keeper
from meerinbeeld.vault.models import DossierKey
from meerinbeeld.vault.transit import TransitKeyKeeper

KEY = bytes(range(32))
TOKEN = "s.test-token"


@dataclass
class Engine:
    """One named key with versions, and the paths that were called."""

    versions: list[bytes] = field(default_factory=lambda: [os.urandom(32)])
    calls: list[str] = field(default_factory=list)
    broken: bytes | None = None

    def encrypt(self, plaintext: str) -> str:
        nonce = os.urandom(12)
        body = nonce + AESGCM(self.versions[-1]).encrypt(nonce, base64.b64decode(plaintext), None)
        return f"vault:v{len(self.versions)}:{base64.b64encode(body).decode()}"

    def decrypt(self, ciphertext: str) -> str:
        _, version, encoded = ciphertext.split(":")
        body = base64.b64decode(encoded)
        cipher = AESGCM(self.versions[int(version[1:]) - 1])
        return base64.b64encode(cipher.decrypt(body[:12], body[12:], None)).decode()

    def answer(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        action = path.removeprefix("/v1/transit/")
        if action == "encrypt/region":
            return {"ciphertext": self.encrypt(body["plaintext"])}
        if action == "decrypt/region":
            return {"batch_results": [self._one(item) for item in body["batch_input"]]}
        if action == "rewrap/region":
            return {"ciphertext": self.encrypt(self.decrypt(body["ciphertext"]))}
        if action == "keys/region/rotate" and method == "POST":
            self.versions.append(os.urandom(32))
            return {}
        if action == "keys/region" and method == "GET":
            return {"latest_version": len(self.versions)}
        raise KeyError(path)

    def _one(self, item: dict[str, str]) -> dict[str, str]:
        try:
            return {"plaintext": self.decrypt(item["ciphertext"])}
        except InvalidTag:
            return {"error": "cipher: message authentication failed"}


class Handler(BaseHTTPRequestHandler):
    engine: Engine

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        self.engine.calls.append(self.path)
        if self.headers.get("X-Vault-Token") != TOKEN:
            return self._send(403, b'{"errors": ["permission denied"]}')
        if self.engine.broken is not None:
            return self._send(200, self.engine.broken)
        try:
            answer = self.engine.answer(method, self.path, body)
        except InvalidTag:
            return self._send(400, b'{"errors": ["cipher: message authentication failed"]}')
        except KeyError:
            return self._send(404, b'{"errors": []}')
        return self._send(200, json.dumps({"data": answer}).encode())

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """A test says nothing."""


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def url(engine: Engine) -> Iterator[str]:
    handler = type("OneHandler", (Handler,), {"engine": engine})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    return path


@pytest.fixture
def keeper(url: str, token_file: Path) -> TransitKeyKeeper:
    return TransitKeyKeeper(url, token_file, "region")


def test_a_key_is_wrapped_and_unwrapped(keeper: TransitKeyKeeper) -> None:
    wrapped = keeper.wrap(KEY, b"dossier")
    assert wrapped.startswith(b"\x12vault:v1:")
    assert keeper.unwrap(wrapped, b"dossier") == KEY
    assert keeper.id_of(wrapped) == keeper.current_id() == "transit-v1"


def test_a_wrapped_key_opens_only_for_its_dossier(keeper: TransitKeyKeeper) -> None:
    with pytest.raises(vault.Unreadable):
        keeper.unwrap(keeper.wrap(KEY, b"mine"), b"yours")


def test_many_keys_take_one_call(keeper: TransitKeyKeeper, engine: Engine) -> None:
    contexts = [bytes([n]) for n in range(20)]
    wrapped = [keeper.wrap(KEY, one) for one in contexts]
    engine.calls.clear()
    assert keeper.unwrap_many(wrapped, contexts) == [KEY] * 20
    assert keeper.unwrap_many([], []) == []
    assert engine.calls == ["/v1/transit/decrypt/region"]


def test_very_many_keys_take_some_calls(
    keeper: TransitKeyKeeper, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transit, "AT_ONCE", 7)
    contexts = [bytes([n]) for n in range(20)]
    keys = [bytes([n]) * 32 for n in range(20)]
    wrapped = [keeper.wrap(key, one) for key, one in zip(keys, contexts, strict=True)]
    engine.calls.clear()
    assert keeper.unwrap_many(wrapped, contexts) == keys
    assert engine.calls == ["/v1/transit/decrypt/region"] * 3


def test_rewrapping_gives_the_key_to_nobody(keeper: TransitKeyKeeper, engine: Engine) -> None:
    wrapped = keeper.wrap(KEY, b"dossier")
    assert keeper.make_next() == "transit-v2"
    engine.calls.clear()
    again = keeper.rewrap(wrapped, b"dossier")
    assert engine.calls == ["/v1/transit/rewrap/region"]
    assert keeper.id_of(again) == "transit-v2"
    assert keeper.unwrap(again, b"dossier") == KEY


def test_a_changed_wrapped_key_is_unreadable(keeper: TransitKeyKeeper) -> None:
    wrapped = bytearray(keeper.wrap(KEY, b""))
    wrapped[20] = ord("B") if wrapped[20] == ord("A") else ord("A")
    with pytest.raises(vault.Unreadable):
        keeper.unwrap(bytes(wrapped), b"")
    with pytest.raises(vault.Unreadable):
        keeper.rewrap(bytes(wrapped), b"")


@pytest.mark.parametrize("raw", [b"", b"\x11abc", b"\x12\xff"])
def test_bytes_that_it_did_not_wrap_are_unreadable(keeper: TransitKeyKeeper, raw: bytes) -> None:
    with pytest.raises(vault.Unreadable):
        keeper.unwrap(raw, b"")
    with pytest.raises(vault.Unreadable):
        keeper.id_of(raw)


def test_a_wrong_token_is_told_without_showing_it(url: str, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("s.other")
    with pytest.raises(vault.KeeperError, match="403") as refusal:
        TransitKeyKeeper(url, tmp_path / "wrong", "region").wrap(KEY, b"")
    assert "s.other" not in str(refusal.value)


def test_a_missing_token_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(vault.KeeperError, match="token"):
        TransitKeyKeeper(url, tmp_path / "none", "region").wrap(KEY, b"")


def test_an_engine_that_is_away_is_told(token_file: Path) -> None:
    with pytest.raises(vault.KeeperError, match="does not answer"):
        TransitKeyKeeper("http://127.0.0.1:9", token_file, "region").wrap(KEY, b"")


def test_another_key_name_is_refused(url: str, token_file: Path) -> None:
    with pytest.raises(vault.KeeperError, match="404"):
        TransitKeyKeeper(url, token_file, "other").wrap(KEY, b"")


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"data": {"ciphertext": "x"}}'])
def test_an_answer_that_does_not_fit_is_refused(
    keeper: TransitKeyKeeper, engine: Engine, broken: bytes
) -> None:
    wrapped = keeper.wrap(KEY, b"")
    engine.broken = broken
    with pytest.raises(vault.KeeperError):
        keeper.wrap(KEY, b"")
    with pytest.raises(vault.KeeperError):
        keeper.unwrap(wrapped, b"")
    with pytest.raises(vault.KeeperError):
        keeper.current_id()


def test_only_web_addresses_are_called(token_file: Path) -> None:
    with pytest.raises(vault.KeeperError):
        TransitKeyKeeper("file:///etc", token_file, "region")


@pytest.mark.django_db
def test_dossiers_work_and_rotate_with_the_engine(
    url: str, token_file: Path, settings: Settings
) -> None:
    settings.MIB_KEY_KEEPER = "transit"
    settings.MIB_TRANSIT_URL = url
    settings.MIB_TRANSIT_TOKEN_FILE = str(token_file)
    settings.MIB_TRANSIT_KEY = "region"
    place = vault.Place("t", "c", "1")
    dossier = vault.create_dossier()
    with vault.unlocked(dossier) as box:
        sealed = box.seal(b"Zwolle", place)
    rotation = actions.rotate_keys()
    assert (rotation.kek_id, rotation.rewrapped) == ("transit-v2", 1)
    assert DossierKey.objects.get(pk=dossier).kek_id == "transit-v2"
    with vault.unlocked(dossier) as box:
        assert box.open(sealed, place) == b"Zwolle"
    with pytest.raises(vault.KeeperError):
        actions.destroy_old_keks()
    assert isinstance(key_keeper(), TransitKeyKeeper)
