import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from indexer_making import (
    ROOT,
    CountingEmbedder,
    manifest,
    write,
)
from typer.testing import CliRunner, Result

from indexer.__main__ import app
from indexer.embedding import SentenceEmbedder
from indexer.settings import IndexerSettings


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch, hash_embedder: CountingEmbedder) -> None:
    monkeypatch.setattr("indexer.__main__._embedder", lambda _: hash_embedder)


def run(settings: IndexerSettings, *words: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, words), "--data", str(settings.data)])


def told(result: Result) -> Any:
    """Return the one JSON document on stdout."""
    return json.loads(result.stdout)


def test_add_reports_each_file(settings: IndexerSettings, folder: Path) -> None:
    result = run(settings, "add", folder, "--json")
    report = told(result)
    assert (result.exit_code, report.keys()) == (0, {"outcomes", "generation", "embedded"})
    assert report["outcomes"][1] == {
        "path": str(folder / "respite.md"),
        "status": "added",
        "document_id": "respite",
        "reason": None,
        "passages": 1,
        "embedded": 2,
    }


@pytest.mark.parametrize(
    ("names", "code"),
    [
        pytest.param(["respite.md"], 0, id="all done"),
        pytest.param(["respite.md", "nowhere.md"], 1, id="some failed"),
        pytest.param(["respite.md", "empty.md"], 1, id="one refused"),
        pytest.param(["nowhere.md"], 2, id="all failed"),
        pytest.param(["none"], 2, id="nothing to read"),
    ],
)
def test_the_exit_code_of_add_tells_how_much_was_done(
    settings: IndexerSettings, folder: Path, names: list[str], code: int
) -> None:
    write(folder, {"empty.md": "", "none/picture.png": b"x"})
    result = run(settings, "add", *(folder / name for name in names), "--json")
    assert result.exit_code == code
    assert [outcome["path"] for outcome in told(result)["outcomes"] if outcome["status"] == "failed"] == [
        str(folder / name) for name in names if name in ("nowhere.md", "empty.md")
    ]


def test_add_of_nothing_readable_says_which_kinds_are_read(settings: IndexerSettings, tmp_path: Path) -> None:
    result = run(settings, "add", write(tmp_path / "none", {"a.png": b"x"}))
    assert ".docx" in result.stderr


@pytest.mark.parametrize("words", [["add"], ["remove"], ["add", "--colour", "red"], ["burn"]])
def test_wrong_usage_exits_2(settings: IndexerSettings, words: list[str]) -> None:
    assert run(settings, *words).exit_code == 2
    assert not settings.data.exists()


def test_a_wrong_manifest_exits_2_with_its_error(settings: IndexerSettings, folder: Path) -> None:
    write(folder, {"library.yaml": manifest("id: plan, colour: red, files: [respite.md]")})
    result = run(settings, "add", folder, "--json")
    assert (result.exit_code, told(result).keys()) == (2, {"error"})
    assert "colour" in told(result)["error"]
    assert "colour" in result.stderr


def test_add_without_json_is_for_people(settings: IndexerSettings, folder: Path) -> None:
    write(folder, {"[bold]empty.md": ""})
    result = run(settings, "add", folder)
    assert result.exit_code == 1
    assert "added respite 1 passages" in result.stdout
    assert "failed [bold]empty.md [bold]empty.md: the file is empty" in result.stdout
    assert "3 files, " in result.stdout


def test_add_tells_people_how_many_texts_were_embedded(settings: IndexerSettings, folder: Path) -> None:
    assert "4 texts embedded" in run(settings, "add", folder).stdout


def test_list_shows_what_is_known_of_each_document(settings: IndexerSettings, folder: Path) -> None:
    entry = "id: carers, title: For carers, published: 2013, publishers: [NHS], files: [respite.md]"
    run(settings, "add", write(folder, {"library.yaml": manifest(entry)}))
    result = run(settings, "list", "--json")
    carers, dentists = told(result)["documents"]
    assert result.exit_code == 0
    assert carers.keys() == {
        "id", "metadata", "source", "sha256", "pages", "passages", "suggestions", "corrected"
    }  # fmt: skip
    assert (carers["id"], carers["source"], carers["pages"], carers["passages"]) == ("carers", "respite.md", None, 1)
    assert (carers["metadata"]["published"], carers["metadata"]["publishers"]) == ("2013", ["NHS"])
    assert (dentists["id"], dentists["metadata"]["title"]) == ("dentists", None)
    assert (carers["suggestions"], dentists["suggestions"][0]["field"]) == ([], "title")
    assert "(suggested:" in run(settings, "list").stdout


def test_describe_shows_each_field_and_what_the_file_suggests(settings: IndexerSettings, folder: Path) -> None:
    run(settings, "add", folder)
    result = run(settings, "describe", "respite", "--json")
    shown = told(result)
    assert (result.exit_code, shown["id"], shown["source"], shown["corrections"]) == (0, "respite", "respite.md", 0)
    assert list(shown["fields"]) == ["title", "publishers", "place", "kind", "published", "period", "status"]
    suggestion = {"field": "title", "value": "Respite", "source": "the first page: 'Respite'"}
    assert shown["fields"]["title"] == {"value": None, "corrected": False, "given": None, "suggestion": suggestion}
    people = run(settings, "describe", "respite").stdout
    assert "title: not known\n    suggested: Respite, from the first page: 'Respite'" in people
    assert "place: not known" in people


def test_describe_corrects_every_field_and_list_shows_it(settings: IndexerSettings, folder: Path) -> None:
    run(settings, "add", folder)
    fields = {"title": "For [carers]", "place": "Northmere", "kind": "plan", "published": "2013-12-08"}
    fields |= {"period": "2013 - 2015", "status": "final"}
    words = [word for field, value in fields.items() for word in (f"--{field}", value)]
    bodies = ["--publisher", "NHS Northmere", "--publisher", "Northmere Council"]
    result = run(settings, "describe", "respite", *words, *bodies, "--json")
    assert {field: said["value"] for field, said in told(result)["fields"].items()} == {
        **fields,
        "publishers": ["NHS Northmere", "Northmere Council"],
    }
    _, respite = told(run(settings, "list", "--json"))["documents"]
    assert (respite["metadata"]["published"], len(respite["corrected"])) == ("2013-12-08", 7)
    assert "For [carers]" in run(settings, "list").stdout
    assert "title: For [carers] (corrected)" in run(settings, "describe", "respite").stdout


def test_describe_accepts_clears_and_undoes(settings: IndexerSettings, folder: Path) -> None:
    run(settings, "add", folder)

    def title(*words: str) -> str | None:
        said = told(run(settings, "describe", "respite", *words, "--json"))["fields"]["title"]["value"]
        assert said is None or isinstance(said, str)
        return said

    assert [title("--accept", "all"), title("--clear", "title"), title("--undo"), title("--undo")] == [
        "Respite",
        None,
        "Respite",
        None,
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["plan"], "no document 'plan'"),
        (["respite", "--clear", "colour"], "no field 'colour'"),
        (["respite", "--published", "May 2010"], "2010-05"),
        (["respite", "--title", " "], "empty value"),
        (["respite", "--status", "old"], "'draft' or 'final'"),
        (["respite", "--accept", "place"], "Nothing is suggested"),
        (["respite", "--undo"], "nothing to undo"),
        (["respite", "--title", "A", "--clear", "title"], "Two things are said"),
    ],
)
def test_a_wrong_correction_exits_2_with_its_error(
    settings: IndexerSettings, folder: Path, words: list[str], problem: str
) -> None:
    run(settings, "add", folder)
    result = run(settings, "describe", *words, "--json")
    assert (result.exit_code, told(result).keys()) == (2, {"error"})
    assert problem in told(result)["error"]


def test_describe_of_nothing_makes_nothing(settings: IndexerSettings) -> None:
    assert run(settings, "describe", "plan", "--title", "A").exit_code == 2
    assert not settings.data.exists()


def test_list_of_nothing_is_empty_and_makes_nothing(settings: IndexerSettings) -> None:
    result = run(settings, "list", "--json")
    assert (result.exit_code, told(result)) == (0, {"documents": []})
    assert "is empty" in run(settings, "list").stdout
    assert not settings.data.exists()


def test_remove_takes_one_document_out(settings: IndexerSettings, folder: Path) -> None:
    run(settings, "add", folder)
    result = run(settings, "remove", "respite", "--json")
    assert (result.exit_code, told(result)) == (0, {"removed": "respite"})
    assert [document["id"] for document in told(run(settings, "list", "--json"))["documents"]] == ["dentists"]
    assert (folder / "respite.md").is_file()


def test_remove_of_an_unknown_document_exits_2(settings: IndexerSettings, folder: Path) -> None:
    run(settings, "add", folder)
    result = run(settings, "remove", "plan", "--json")
    assert result.exit_code == 2
    assert "no document 'plan'" in told(result)["error"]


def test_check_tells_each_finding_and_exits_1_on_damage(settings: IndexerSettings, folder: Path) -> None:
    run(settings, "add", folder)
    sound = run(settings, "check", "--json")
    assert (sound.exit_code, told(sound)["ok"]) == (0, True)
    assert {name for finding in told(sound)["findings"] for name in finding} == {"name", "ok", "detail"}
    next(settings.data.glob("generations/*/chroma/chroma.sqlite3")).unlink()
    damaged = run(settings, "check", "--json")
    assert (damaged.exit_code, told(damaged)["ok"]) == (1, False)
    assert "damaged indexes" in run(settings, "check").stdout


def test_check_can_mend_what_it_finds(settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder) -> None:
    run(settings, "add", folder)
    next(settings.data.glob("generations/*/lexical/passages.json")).unlink()
    before = hash_embedder.embedded
    result = run(settings, "check", "--repair", "--json")
    assert (result.exit_code, told(result)["ok"], hash_embedder.embedded) == (0, True, before)


def test_check_of_nothing_is_sound_and_makes_nothing(settings: IndexerSettings) -> None:
    result = run(settings, "check", "--json")
    assert (result.exit_code, told(result)["ok"]) == (0, True)
    assert not settings.data.exists()


@pytest.mark.parametrize("words", [["list"], ["check"], ["remove", "respite"], ["describe", "respite"]])
def test_a_damaged_record_is_told_without_a_traceback(
    settings: IndexerSettings, folder: Path, words: list[str]
) -> None:
    run(settings, "add", folder)
    (settings.data / "record.sqlite3").write_bytes(b"no database " * 999)
    result = run(settings, *words, "--json")
    assert isinstance(told(result), dict)
    assert result.exit_code == (1 if words == ["check"] else 2)
    assert "Restore it from a backup" in result.stdout


def test_a_data_folder_that_is_a_file_is_told_without_a_traceback(settings: IndexerSettings, folder: Path) -> None:
    settings.data.write_text("a file", encoding="utf-8")
    result = run(settings, "add", folder, "--json")
    assert (result.exit_code, told(result).keys()) == (2, {"error"})


def test_a_missing_model_is_told_without_a_traceback(
    settings: IndexerSettings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = str(folder / "no-model")
    monkeypatch.setattr("indexer.__main__._embedder", lambda _: SentenceEmbedder(absent))
    result = run(settings, "add", folder, "--json")
    assert result.exit_code == 2
    assert all(absent in outcome["reason"] for outcome in told(result)["outcomes"])


def test_a_wrong_setting_is_told_without_a_traceback(
    settings: IndexerSettings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_BATCH", "none")
    result = run(settings, "add", folder, "--json")
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)


def test_stdout_is_one_json_document_and_progress_goes_to_stderr(settings: IndexerSettings, folder: Path) -> None:
    write(folder, {"broken.pdf": "no PDF"})
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "add", folder, "--json"],
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_DATA": str(settings.data), "FORCE_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert (done.returncode, len(report["outcomes"]), report["embedded"]) == (1, 3, 4)
    assert "building the indexes" in done.stderr
    assert "Traceback" not in done.stderr
