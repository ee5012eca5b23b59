# SPDX-License-Identifier: EUPL-1.2
"""What holds for every template, style sheet and script of the whole project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SRC = Path(__file__).parents[2] / "src" / "meerinbeeld"
TEMPLATES = sorted(path for path in SRC.rglob("templates/**/*") if path.suffix in {".html", ".svg"})
STYLES = sorted(SRC.rglob("static/**/*.css"))
SCRIPTS = sorted(path for path in SRC.rglob("static/**/*.js") if "vendor" not in path.parts)
COMMENTS = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE
    ),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a file of another host": re.compile(
        r"<(?:script|img|link|iframe|source|video|audio|form|use|object|embed)\b[^>]*"
        r"(?:src|href|action|srcset|data)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
    "a htmx expression": re.compile(r"\bhx-(?:on|vars)\b|\bhx-[a-z]+=[\"']js:", re.IGNORECASE),
}
STORAGE = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open")
STRINGS = re.compile(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write")
#: Names to take hold of, that need no style.
HOOKS = {"mib-office", "mib-page", "mib-public__home", "mib-sealed__content", "mib-term"}
#: Text that is the same in every language.
NAMES = {"Meer", "Beeld", "Alt", "Shift", "doctype", "Zwolle"}


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(SRC)) for path in paths]


def template_name(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_can_be_read(path: Path) -> None:
    get_template(template_name(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_holds_nothing_the_security_policy_refuses(path: Path) -> None:
    text = COMMENTS.sub("", path.read_text(encoding="utf-8"))
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


def _untranslated(text: str) -> set[str]:
    text = COMMENTS.sub("", text)
    text = re.sub(r"{%\s*blocktranslate.*?%}.*?{%\s*endblocktranslate\s*%}", "", text, flags=re.S)
    text = re.sub(r"{% block (?:body_class|favicon) %}.*?{% endblock %}", "", text)
    text = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>|&\w+;", " ", text)
    return set(re.findall(r"[A-Za-zÀ-ÿ]{3,}", text)) - NAMES


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_says_nothing_in_one_language_only(path: Path) -> None:
    if path.suffix == ".html":
        assert _untranslated(path.read_text(encoding="utf-8")) == set()


def test_every_class_of_ours_that_a_template_uses_has_a_style() -> None:
    styled = {
        name for path in STYLES for name in re.findall(r"\.(mib-[\w-]+)", path.read_text("utf-8"))
    }
    used = {
        (name, template_name(path))
        for path in TEMPLATES
        for attribute in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for name in re.findall(r"(?<![\w-])(mib-[\w-]*[a-z])(?![\w{-])", attribute)
    }
    # A block may be there only to hold styled elements ("mib-list__item") or variants.
    known = {part for name in styled for part in (name, name.split("__")[0], name.split("--")[0])}
    assert {(name, where) for name, where in used if name not in known | HOOKS} == set()


@pytest.mark.parametrize("path", STYLES, ids=named(STYLES))
def test_a_style_sheet_fetches_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:|//|data:)", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=named(SCRIPTS))
def test_a_script_keeps_nothing_in_the_browser_and_runs_no_strings(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not STORAGE.search(text)
    assert not STRINGS.search(text)
    assert "://" not in text


def test_the_walk_sees_the_templates() -> None:
    assert len(TEMPLATES) > 60
    assert SCRIPTS
    assert STYLES
