# SPDX-License-Identifier: EUPL-1.2
"""Build the look of the platform from its parts. Standard library only.

``npm install`` in this folder, then ``python3 frontend/build.py``. The results are committed, so
that running the platform needs no Node. ``--check`` builds next to the committed files and reports
differences; without ``node_modules`` it can still check ``platform.css``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MODULES = HERE / "node_modules"
LAYERS = "@layer base, components, platform, municipality;\n"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/noto-sans"
FONT_SUBSETS = ("latin-ext", "latin")
AXE = "axe-core"
ICONS = (
    "alert-triangle", "archive", "arrow-left", "arrow-right", "arrows-join", "arrows-split",
    "arrows-transfer-up", "bell", "check", "chevron-down", "chevron-right", "chevron-up",
    "circle-check", "clock", "door-exit", "download", "eye", "eye-off", "file", "history",
    "info-circle", "key", "lock", "lock-open", "logout", "map-pin", "message", "paperclip",
    "pencil", "phone", "plus", "printer", "route", "search", "selector", "send", "settings",
    "shield-lock", "trash", "upload", "user", "users", "x",
)  # fmt: skip
DECLARATION = re.compile(r"^\s*(--[\w-]+):\s*(.+?);\s*$", re.MULTILINE)
USED = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class Source:
    """One file taken from a package, and where it went."""

    package: str
    path: Path
    goes_to: str


def package_facts(name: str) -> dict[str, str]:
    facts = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
    return {"version": facts["version"], "licence": facts["license"]}


def wanted_packages() -> dict[str, str]:
    spec = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    return {**spec["dependencies"], **spec["devDependencies"]}


def prune(theme: str, readers: Iterable[str]) -> dict[str, str]:
    """The theme's properties that `readers` use, directly or through ``var()`` chains, in order."""
    tokens = dict(DECLARATION.findall(theme))
    wanted = {name for text in readers for name in USED.findall(text)}
    kept: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in tokens and name not in kept:
            kept.add(name)
            wanted.update(USED.findall(tokens[name]))
    return {name: value for name, value in tokens.items() if name in kept}


def component_file(name: str) -> Path:
    folder = MODULES / name / "dist"
    minified = folder / "index.min.css"
    return minified if minified.exists() else folder / f"{name.split('/')[1][: -len('-css')]}.css"


def components() -> tuple[str, list[Source]]:
    parts, sources = [], []
    for name in sorted(n for n in wanted_packages() if n.endswith("-css")):
        path = component_file(name)
        text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", path.read_text(encoding="utf-8"))
        facts = package_facts(name)
        parts.append(f"/* {name} {facts['version']}, {facts['licence']} */\n{text.strip()}\n")
        sources.append(Source(name, path, "css/components.css"))
    return f"{LAYERS}@layer components {{\n{''.join(parts)}}}\n", sources


def platform_css() -> str:
    parts = [
        f"/* {path.name} */\n{path.read_text(encoding='utf-8').strip()}\n"
        for path in sorted((HERE / "platform").glob("*.css"))
    ]
    head = "/* SPDX-License-Identifier: EUPL-1.2. Made by frontend/build.py; do not edit. */\n"
    return f"{head}{LAYERS}@layer platform {{\n" + "\n".join(parts) + "}\n"


def font_faces() -> tuple[str, list[Source]]:
    ranges = json.loads((MODULES / FONT / "unicode.json").read_text(encoding="utf-8"))
    faces, sources = [], []
    for subset in FONT_SUBSETS:
        file = f"noto-sans-{subset}-wght-normal.woff2"
        faces.append(
            '@font-face{font-family:"Noto Sans";font-style:normal;font-display:swap;'
            f'font-weight:100 900;src:url("../fonts/{file}") format("woff2");'
            f"unicode-range:{ranges[subset]}}}\n"
        )
        sources.append(Source(FONT, MODULES / FONT / "files" / file, f"fonts/{file}"))
    return "".join(faces), sources


def base_theme(readers: Iterable[str]) -> tuple[str, list[Source]]:
    path = MODULES / TOKENS / "dist" / "theme.css"
    kept = prune(path.read_text(encoding="utf-8"), readers)
    faces, sources = font_faces()
    facts = package_facts(TOKENS)
    body = "".join(f"{name}:{value};\n" for name, value in kept.items())
    head = f"/* {TOKENS} {facts['version']}, {facts['licence']}; only the properties in use */\n"
    text = f"{LAYERS}{faces}@layer base {{\n{head}:root {{\n{body}}}\n}}\n"
    return text, [Source(TOKENS, path, "css/theme-base.css"), *sources]


def icon_partial(path: Path) -> str:
    """A drawing that takes the colour of its text and is silent: the words stand beside it."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    shapes = re.findall(r"<(?:path|circle|line|rect|polyline)\b[^>]*/>", text)
    drawn = "".join(shape for shape in shapes if 'd="M0 0h24v24H0z"' not in shape)
    return svg(drawn)


def svg(drawn: str) -> str:
    shapes = re.sub(r"\s+", " ", drawn)
    return (
        '<svg class="mib-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{shapes}</svg>'
    )


SERVED = """The licence texts of the font, the icons and htmx stand in `licences/`;
the EUPL is the `LICENSE` of this repository."""
TESTED = "Used by the tests only; never served."


def origin(sources: Iterable[Source], remark: str) -> str:
    rows = [
        "# Where these files come from",
        "",
        "Made by `frontend/build.py`; do not edit by hand.",
        "SHA-256 is of the file as the package ships it.",
        remark,
        "",
        "| Package | Version | Licence | Part of | SHA-256 of the source |",
        "|---|---|---|---|---|",
    ]
    for source in sources:
        facts = package_facts(source.package)
        digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
        rows.append(
            f"| `{source.package}` | {facts['version']} | {facts['licence']} "
            f"| `{source.goes_to}` | `{digest}` |"
        )
    return "\n".join(rows) + "\n"


def copied(sources: Iterable[Source], static: Path) -> None:
    for source in sources:
        target = static / source.goes_to
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.path, target)


def build_icons(folder: Path) -> list[Source]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sources = []
    for name in ICONS:
        path = MODULES / "@tabler/icons/icons/outline" / f"{name}.svg"
        (folder / f"{name}.svg").write_text(icon_partial(path), encoding="utf-8")
        sources.append(Source("@tabler/icons", path, f"templates/ui/icons/{name}.svg"))
    return sources


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def build_all(root: Path) -> None:
    ui = root / "src/meerinbeeld/ui"
    static = ui / "static/ui"
    component_text, component_sources = components()
    platform = platform_css()
    theme, theme_sources = base_theme((component_text, platform))
    write(static / "css/components.css", component_text)
    write(static / "css/platform.css", platform)
    write(static / "css/theme-base.css", theme)
    whole = [
        Source("htmx.org", MODULES / "htmx.org/dist/htmx.min.js", "js/vendor/htmx.min.js"),
        *(source for source in theme_sources if source.package == FONT),
    ]
    licences = [
        Source("htmx.org", MODULES / "htmx.org/LICENSE", "licences/htmx.txt"),
        Source("@tabler/icons", MODULES / "@tabler/icons/LICENSE", "licences/tabler-icons.txt"),
        Source(FONT, MODULES / FONT / "LICENSE", "licences/noto-sans.txt"),
    ]
    copied([*whole, *licences], static)
    icons = build_icons(ui / "templates/ui/icons")
    write(
        static / "ORIGIN.md",
        origin([*component_sources, theme_sources[0], *whole, *licences, *icons], SERVED),
    )
    build_axe(root / "tests/ui/vendor")


def build_axe(folder: Path) -> None:
    sources = [
        Source(AXE, MODULES / AXE / "axe.min.js", "axe.min.js"),
        Source(AXE, MODULES / AXE / "LICENSE", "LICENSE.axe-core.txt"),
    ]
    copied(sources, folder)
    write(folder / "ORIGIN.md", origin(sources, TESTED))


def build_platform(root: Path) -> None:
    write(root / "src/meerinbeeld/ui/static/ui/css/platform.css", platform_css())


def differences(made: Path) -> list[str]:
    """Files that a fresh build makes differently from what is committed."""
    return [
        str(path.relative_to(made))
        for path in sorted(made.rglob("*"))
        if path.is_file()
        and (
            not (ROOT / path.relative_to(made)).exists()
            or path.read_bytes() != (ROOT / path.relative_to(made)).read_bytes()
        )
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the look of the platform.")
    parser.add_argument("--check", action="store_true", help="build aside and compare")
    parser.add_argument("--platform", action="store_true", help="only platform.css; needs no npm")
    chosen = parser.parse_args()
    has_packages = MODULES.is_dir()
    if not (has_packages or chosen.check or chosen.platform):
        print("node_modules is missing: run 'npm install' in frontend/ first.", file=sys.stderr)
        return 2
    build = build_platform if chosen.platform or not has_packages else build_all
    if not chosen.check:
        build(ROOT)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        changed = differences(Path(folder))
    for name in changed:
        print(f"differs from a fresh build: {name}", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
