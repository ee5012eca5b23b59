# SPDX-License-Identifier: EUPL-1.2
"""What a reader is told is true: settings, commands, roles and links."""

from __future__ import annotations

import argparse
import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from meerinbeeld.config import cli
from tests import roles_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("deploy/*.md")])
SETTINGS_PAGE = (DOCS / "reference" / "settings.md").read_text("utf-8")
COMMANDS_PAGE = (DOCS / "reference" / "commands.md").read_text("utf-8")
SELF_EXPLAINING = {"-h", "--help", "--quiet"}


def names_in_settings() -> set[str]:
    code = (ROOT / "src/meerinbeeld/config/settings").glob("*.py")
    return {
        name for path in code for name in re.findall(r'env\.\w+\(\s*"(MIB_\w+)"', path.read_text())
    }


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def start_py() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaves(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each command with its options."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield path, [option for action in parser._actions for option in action.option_strings]
    for group in groups:
        for name, below in group.choices.items():
            yield from leaves(below, f"{path} {name}".strip())


# --- Reference -----------------------------------------------------------------------------------


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"^\| `(MIB_\w+)` \|", SETTINGS_PAGE, re.MULTILINE))
    assert described == names_in_settings()


def test_every_setting_that_the_code_reads_exists() -> None:
    code = [path.read_text("utf-8") for path in (ROOT / "src/meerinbeeld").rglob("*.py")]
    used = {name for text in code for name in re.findall(r'settings(?:\.|, ")(MIB_\w+)', text)}
    assert {name for name in used if not hasattr(settings, name)} == set()


@pytest.mark.parametrize(("path", "options"), list(leaves(cli.parser())))
def test_every_command_is_described_with_its_options(path: str, options: list[str]) -> None:
    assert f"| `{path}` |" in COMMANDS_PAGE
    row = next(line for line in COMMANDS_PAGE.splitlines() if line.startswith(f"| `{path}` |"))
    missing = [option for option in options if option not in row]
    assert set(missing) <= SELF_EXPLAINING


def test_no_command_is_described_that_does_not_exist() -> None:
    commands_of_meerinbeeld = COMMANDS_PAGE.split("## meerinbeeld", 1)[1]
    described = set(re.findall(r"^\| `([a-z -]+)` \|", commands_of_meerinbeeld, re.MULTILINE))
    assert described == {path for path, _ in leaves(cli.parser())}


def test_every_option_of_start_is_described() -> None:
    help_text = COMMANDS_PAGE.split("## meerinbeeld", 1)[0]
    for option in ("--port", "--data", "--no-demo"):
        assert option in help_text
        assert start_py().parse([option, *([] if option == "--no-demo" else ["1"])])


def test_every_role_is_described_as_the_policy_has_it() -> None:
    assert roles_page.PAGE.read_text("utf-8") == roles_page.render(), (
        "The policy changed. Run: python -m tests.roles_page"
    )


# --- Commands that a reader copies ---------------------------------------------------------------


def commands_to_copy() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in re.findall(r"^```(?:sh|bash|console)?\n(.*?)^```", text, re.M | re.S):
            for line in block.splitlines():
                words = our_command(line)
                if words:
                    yield name_of(page), words


def our_command(line: str) -> list[str]:
    """The words from `meerinbeeld` or `start.py` on, without what stands before and after."""
    if "[" in line or not re.search(r"start\.py|meerinbeeld", line):
        return []
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return []
    for sign in ("|", ">", "&&"):
        words = words[: words.index(sign)] if sign in words else words
    while words and (words[0] in {"sudo", "python3"} or re.match(r"[A-Z_]+=", words[0])):
        words = words[1:]
        words = words[2:] if words[:1] == ["-u"] else words
    is_ours = bool(words) and Path(words[0]).name in {"start.py", "meerinbeeld"}
    return words if is_ours else []


@pytest.mark.parametrize(("page", "words"), list(commands_to_copy()))
def test_a_command_in_the_documentation_can_be_typed(page: str, words: list[str]) -> None:
    program, *arguments = words
    if Path(program).name == "meerinbeeld":
        cli.parser().parse_args(arguments)
    elif arguments[:1] != ["test"]:
        start_py().parse(arguments)


# --- Links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    here = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in here if not (page.parent / target).exists()] == []


def test_every_page_of_the_documentation_can_be_reached() -> None:
    linked = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+\.md)(?:#[^)]*)?\)", page.read_text("utf-8"))
    }
    lonely = [name_of(page) for page in DOCS.rglob("*.md") if page.resolve() not in linked]
    assert lonely == []
