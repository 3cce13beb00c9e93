"""The direction of imports and the division of labour that keep the generator readable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator

ROOT = Path(generator.__file__).parent

ENTRY = {"__main__", "cli"}
FLOW = {
    "pipeline",
    "run",
    "translating",
    "ahead",
    "finished",
    "gather",
    "sources",
    "takeover",
    "made",
    "making",
    "dividing",
    "linking",
    "unchanged",
    "editions",
    "listings",
    "pages",
    "telling",
    "standing",
    "survey",
    "approve",
    "review",
    "interchange",
    "fetch",
}
STAGES = {"read", "translate", "exchange", "write", "render", "publish"}
TOOLS = {
    "config",
    "engine_settings",
    "glossary",
    "language",
    "ledger",
    "links",
    "months",
    "notes",
    "patience",
    "lock",
    "places",
    "portable",
    "renderers",
    "sanitise",
    "segment",
    "sentences",
    "strings",
    "trace",
    "yamlfile",
    "catalogue",
    "yamltext",
    "files",
    "fonts",
    "makers",
    "scratch",
    "shown",
    "stamps",
    "workers",
    "companion",
    "report",
}
GROUND = {"model", "errors"}
LAYERS = (ENTRY, FLOW, STAGES, TOOLS, GROUND)


def modules() -> dict[str, Path]:
    """Dotted name → file of every module of the package."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = ["generator", *path.relative_to(ROOT).with_suffix("").parts]
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = modules()


def imports(path: Path, *, at_start: bool = False) -> Iterator[tuple[str, str]]:
    """(module, name) of every import in a file; the name is empty for `import x`.

    `at_start` leaves out those inside functions, which run when they are called.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if at_start else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner, "") if inner in MODULES else (str(node.module), alias.name)


def room(module: str) -> str:
    """The part of the package that a module belongs to: `translate` for `generator.translate.engines.online`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def layer(name: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if name in layer)


OWN = {
    module: [(target, name) for target, name in imports(path) if target.split(".")[0] == "generator"]
    for module, path in MODULES.items()
}


def test_every_module_has_its_layer() -> None:
    known = set().union(*LAYERS)
    assert {room(module) for module in MODULES} - {""} == known


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_down(module: str) -> None:
    if not room(module):
        assert not OWN[module]
        return
    wrong = [
        target
        for target, _ in OWN[module]
        if room(target) and room(target) != room(module) and layer(room(target)) < layer(room(module))
    ]
    assert not wrong


@pytest.mark.parametrize("module", [module for module in sorted(MODULES) if room(module) in STAGES])
def test_stages_do_not_import_each_other(module: str) -> None:
    assert not [target for target, _ in OWN[module] if room(target) in STAGES and room(target) != room(module)]


def test_ground_stands_alone() -> None:
    for name in GROUND:
        assert not OWN[f"generator.{name}"]


def test_only_the_pipeline_and_its_companions_know_several_stages() -> None:
    for module, targets in OWN.items():
        stages = {room(target) for target, _ in targets} & STAGES - {room(module)}
        if len(stages) > 1 or (stages and room(module) in TOOLS):
            assert room(module) in FLOW | {"cli"}, module


def test_no_import_cycle() -> None:
    graph = {
        module: {target for target, _ in imports(path, at_start=True) if target in MODULES} - {module}
        for module, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way, module))
        if module not in done:
            for target in sorted(graph[module]):
                visit(target, (*way, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


def test_only_render_imports_mkdocs() -> None:
    users = {m for m, path in MODULES.items() for target, _ in imports(path) if target.split(".")[0] == "mkdocs"}
    assert {room(module) for module in users} == {"render"}


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def test_only_the_command_line_prints() -> None:
    printing = {"print", "sys.stdout", "sys.stderr", "pprint"}
    printers = {module for module, path in MODULES.items() if printing & set(_calls(path))}
    assert {room(module) for module in printers} == {"cli"}


def test_only_the_command_line_reads_the_calendar() -> None:
    clocks = {"time.time", "datetime.now", "date.today", "datetime.today", "datetime.utcnow", "time.localtime"}
    readers = {module for module, path in MODULES.items() if clocks & set(_calls(path))}
    assert {room(module) for module in readers} == {"cli"}


def test_every_module_says_what_it_is() -> None:
    bare = [m for m, path in MODULES.items() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not bare
