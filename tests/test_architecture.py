"""Imports point one way, and what is written stays small."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Who may import whom, itself aside: app.py and evals -> assistant -> indexer -> corpus; prompts is a leaf.
MAY_IMPORT = {
    "app": {"assistant", "indexer"},
    "evals": {"assistant", "indexer", "corpus", "prompts"},
    "assistant": {"indexer", "corpus", "prompts"},
    "indexer": {"corpus"},
    "corpus": set(),
    "prompts": set(),
}
PACKAGES = [name for name in MAY_IMPORT if name != "app"]
MODULES = [ROOT / "app.py", *sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 60

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.AST) -> set[str]:
    """Return every dotted name that is imported, wherever in the module it is: ``a.b`` and ``a.b.c`` of each."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def _packages(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _prints(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno


def _long_functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if (node.end_lineno or start) - start + 1 > MOST_LINES_OF_A_FUNCTION:
                yield node.name


def _order(imports: dict[str, set[str]]) -> list[str]:
    """Return modules after those that they import; raises CycleError where there is a ring."""
    return list(
        TopologicalSorter({name: used & set(imports) - {name} for name, used in imports.items()}).static_order()
    )


def test_every_package_is_walked() -> None:
    assert _packages(_name(path) for path in MODULES) == set(MAY_IMPORT)


@each_module
def test_imports_point_one_way(path: Path) -> None:
    own = _name(path).partition(".")[0]
    assert _packages(_imports(_tree(path))) & set(MAY_IMPORT) <= MAY_IMPORT[own] | {own}


@each_module
def test_no_module_of_ours_imports_the_tests(path: Path) -> None:
    assert _packages(_imports(_tree(path))).isdisjoint({"tests", "conftest", "pytest"})


@each_module
def test_gradio_is_known_to_the_web_alone(path: Path) -> None:
    if not _name(path).startswith("assistant.web."):
        assert _packages(_imports(_tree(path))).isdisjoint({"gradio", "gradio_client"})


@each_module
def test_chroma_is_known_to_one_module_and_to_what_it_is_measured_beside(path: Path) -> None:
    if _name(path) not in {"indexer.vectors", "evals.stock"}:
        assert _packages(_imports(_tree(path))).isdisjoint({"chromadb", "langchain_chroma"})


@each_module
def test_the_assistant_outside_the_web_does_not_know_the_web(path: Path) -> None:
    if _name(path).startswith("assistant.") and not _name(path).startswith("assistant.web"):
        assert not [name for name in _imports(_tree(path)) if name.startswith("assistant.web")]


@each_module
def test_the_assistant_parses_no_files(path: Path) -> None:
    if _name(path).startswith("assistant"):
        assert not [name for name in _imports(_tree(path)) if name.startswith("indexer.reading")]
        # A draft's own export is written and read back there; no document of the library is.
        own = {"docx"} if _name(path).startswith("assistant.export.") else set()
        readers = {"pypdf", "pdfplumber", "markitdown", "docx", "bs4"} - own
        assert _packages(_imports(_tree(path))).isdisjoint(readers)


def test_the_exceptions_are_made_use_of() -> None:
    assert "chromadb" in _imports(_tree(ROOT / "indexer" / "vectors.py"))
    web = (_imports(_tree(path)) for path in MODULES if _name(path).startswith("assistant.web."))
    assert "gradio" in set().union(*web)


def test_no_ring_of_imports() -> None:
    order = _order({_name(path): _imports(_tree(path)) for path in MODULES})
    assert len(order) == len(MODULES)


@each_module
def test_nothing_is_printed(path: Path) -> None:
    assert list(_prints(_tree(path))) == []


@each_module
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@each_module
def test_functions_are_short(path: Path) -> None:
    assert list(_long_functions(_tree(path))) == []


class TestTheWalkItself:
    """What finds nothing would pass every test above."""

    @pytest.mark.parametrize(
        ("source", "found"),
        [
            pytest.param("import evals.run", "evals.run", id="import"),
            pytest.param("import json, evals.run as r", "evals.run", id="import-as"),
            pytest.param("from evals import run", "evals.run", id="from"),
            pytest.param("def f():\n    from evals.run import go", "evals.run", id="in-a-function"),
            pytest.param("if TYPE_CHECKING:\n    import evals.run", "evals.run", id="for-types"),
            pytest.param("try:\n    import evals.run\nexcept ImportError:\n    pass", "evals.run", id="in-a-try"),
        ],
    )
    def test_every_way_to_import_is_seen(self, source: str, found: str) -> None:
        assert found in _imports(ast.parse(source))

    def test_a_ring_is_seen(self) -> None:
        with pytest.raises(CycleError):
            _order({"a": {"b"}, "b": {"c"}, "c": {"a", "json"}})

    def test_a_print_is_seen_and_a_method_of_that_name_is_not(self) -> None:
        assert list(_prints(ast.parse("def f():\n    print(1)\nconsole.print(2)"))) == [2]

    @pytest.mark.parametrize(
        ("lines", "found"), [(MOST_LINES_OF_A_FUNCTION, ["f"]), (MOST_LINES_OF_A_FUNCTION - 1, [])]
    )
    def test_a_long_function_is_seen(self, lines: int, found: list[str]) -> None:
        assert list(_long_functions(ast.parse("def f():\n" + "    1\n" * lines))) == found
