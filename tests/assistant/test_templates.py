"""Templates: read from files, mapped by meaning, and refused by file, line and field."""

import os
from pathlib import Path

import pytest

import corpus
from assistant.errors import TemplateError
from assistant.template_contracts import Role, Template, TemplateKind, Verdict
from assistant.templates import load_template, templates

TABLE = """\
# Ours.
id: village-plan
title: Village plan
kind: intentions
purpose: What the village will do.
columns:
  - id: what
    title: What
    role: action
    required: true
    headers: [What, Action]
    guidance: The deed.
    evidence: A passage that names it.
    today: null
  - id: who
    title: Who
    role: lead
    required: false
    headers:
      - Who
      - CCG lead
    guidance: The doer.
    evidence: A name.
    search: [led by]
"""

CHECKLIST = """\
id: village-check
title: Village check
kind: checklist
purpose: What the village should know.
columns:
  - {id: shown, title: Shown, role: evidence, required: true, headers: [Evidence], guidance: G, evidence: E}
verdicts:
  - {verdict: evidenced, limbs: all, reason: All stand.}
  - {verdict: partial, limbs: some, reason: Some stand.}
  - {verdict: none, limbs: none, reason: None stands.}
questions:
  - number: 1
    text: Is the well clean and deep?
    guidance: Look.
    evidence: A report.
    limbs:
      - {text: Clean., search: [clean], against: [foul]}
      - {text: Deep., search: [deep]}
  - number: 2
    text: Is the bridge safe and wide?
    guidance: Walk.
    evidence: A report.
    limbs:
      - {text: Safe., search: [safe]}
      - {text: Wide., search: [wide]}
"""


# What is changed, into what, the place that is named and what is said of it.
WRONG_TABLES = {
    "unknown": ("title: Who", "title: Who\n    colour: red", "line 17, columns.2.colour", "there is no such"),
    "unknown-on-top": ("kind: int", "colour: red\nkind: int", "line 4, colour", "there is no such field"),
    "missing": ("    guidance: The doer.\n", "", "line 15, columns.2.guidance", "this field is missing"),
    "missing-on-top": ("id: village-plan\n", "", "line 1, id", "this field is missing"),
    "unknown-role": ("role: lead", "role: boss", "line 17, columns.2.role", "this must be 'theme', 'in"),
    "unknown-kind": ("kind: intentions", "kind: novel", "line 4, kind", "this must be 'intentions'"),
    "number-for-text": ("title: Who", "title: 7", "line 16, columns.2.title", "this must be a text"),
    "truth-for-text": ("title: Who", "title: true", "line 16, columns.2.title", "this must be a text"),
    "list-for-text": ("title: Who", "title: [Who]", "line 16, columns.2.title", "this must be a text"),
    "nothing-for-text": ("title: Who", "title:", "line 16, columns.2.title", "this must be a text"),
    "blank-text": ("title: Who", "title: '  '", "line 16, columns.2.title", "this is empty"),
    "text-for-list": ("[led by]", "led by", "line 24, columns.2.search", "this must be a list"),
    "empty-list": ("[What, Action]", "[]", "line 11, columns.1.headers", "this list is empty"),
    "in-a-list": ("      - CCG lead", "      - 12", "line 21, columns.2.headers.2", "this must be a text"),
    "no-truth": ("required: false", "required: maybe", "line 18, columns.2.required", "this must be true"),
    "zero-for-truth": ("required: false", "required: 0", "line 18, columns.2.required", "this must be true"),
    "id-twice": ("id: who", "id: what", "line 15, columns.2.id", "'what' is the id of an earlier"),
    "id-with-capitals": ("id: who", "id: Who Is", "line 15, columns.2.id", "this must be small letters"),
    "header-twice": ("CCG lead", "action", "line 21, columns.2.headers.2", "'action' is a header of an"),
    "header-of-a-year": ("CCG lead", "2015/16", "line 21, columns.2.headers.2", "'2015/16' has no words"),
    "field-twice": (
        "title: Who",
        "title: Who\n    id: two",
        "line 17, the whole file",
        "stands twice, first on line 15",
    ),
}
WRONG_CHECKLISTS = {
    "number-twice": ("number: 2", "number: 1", "line 19, questions.2.number", "1 is the number of"),
    "number-in-words": ("number: 2", "number: two", "line 19, questions.2.number", "this must be a whole"),
    "number-as-text": ("number: 2", "number: '2'", "line 19, questions.2.number", "this must be a whole"),
    "number-with-point": ("number: 2", "number: 2.0", "line 19, questions.2.number", "this must be a whole"),
    "zero": ("number: 2", "number: 0", "line 19, questions.2.number", "this must be 1 or more"),
    "no-fields": ("{text: Wide., search: [wide]}", "Wide.", "line 25, questions.2.limbs.2", "this must have fields"),
    "unknown-in-limb": ("[wide]}", "[wide], pro: []}", "line 25, questions.2.limbs.2.pro", "there is no such field"),
    "nothing-to-search": ("[wide]", "[]", "line 25, questions.2.limbs.2.search", "this list is empty"),
    "one-limb": (
        "      - {text: Wide., search: [wide]}\n",
        "",
        "line 23, questions.2.limbs",
        "a checklist's question has 2 to 5",
    ),
    "no-verdict": (
        "  - {verdict: none, limbs: none, reason: None stands.}\n",
        "",
        "line 7, verdicts",
        "a checklist has three",
    ),
    "share": ("limbs: some,", "limbs: most,", "line 9, verdicts.2.limbs", "this must be 'all', 'some' or 'none'"),
    "verdicts-of-a-schedule": ("kind: checklist", "kind: schedule", "line 7, verdicts", "only a template of kind"),
}
NO_TEMPLATES = {
    "empty": ("", "line 1, the whole file", "a template has fields"),
    "only-a-comment": ("# nothing\n", "line 1, the whole file", "a template has fields"),
    "a-list": ("- id: a\n", "line 1, the whole file", "a template has fields"),
    "a-word": ("hello", "line 1, the whole file", "a template has fields"),
    "not-yaml": ("id: a\ntitle: [b\nkind: c\n", "line 3, the whole file", "this is no YAML"),
    "tabs": ("id: a\n\tkind: b\n", "line 2, the whole file", "this is no YAML"),
    "two-documents": ("id: a\n---\nid: b\n", "line 2, the whole file", "this is no YAML"),
    "list-for-a-name": ("id: a\nkind: b\n? [c]\n: d\n", "line 3, the whole file", "must be a word"),
    "anchor": ("id: a\nx: &y b\n", "line 2, the whole file", "anchors"),
    "alias": ("id: a\nx: *y\n", "line 2, the whole file", "anchors"),
    "python-tag": ("id: a\nx: !!python/object:os.system b\n", "line 2, the whole file", "tags"),
    "deep-lists": ("id: a\nx: " + "[" * 5000, "line 2, the whole file", "deeper than 20"),
    "deep-mappings": ("id: a\nx: " + "{y: " * 5000, "line 2, the whole file", "deeper than 20"),
    "control-character": ("id: a\nx: b\0c\n", "line 2, the whole file", "may not stand here"),
    "merge-key": ("id: a\n<<: {title: b}\n", "line 2, <<", "there is no such field"),
}


def _written(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _refusal(folder: Path, text: str | bytes) -> str:
    path = folder / "own.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(TemplateError) as raised:
        load_template(path)
    assert str(path) in str(raised.value)
    return str(raised.value)


def _changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_a_template_is_read(tmp_path: Path) -> None:
    template = load_template(_written(tmp_path, TABLE))
    assert (template.id, template.kind, template.source) == ("village-plan", TemplateKind.INTENTIONS, None)
    assert [column.role for column in template.columns] == [Role.ACTION, Role.LEAD]
    assert template.columns[1].headers == ("Who", "CCG lead")
    assert (template.columns[0].today, template.columns[1].search) == (None, ("led by",))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TABLE.replace("\n", "\r\n"), id="windows-lines"),
        pytest.param("\ufeff" + TABLE, id="byte-order-mark"),
        pytest.param("---\n" + TABLE + "...\n", id="document-marks"),
        pytest.param(TABLE.replace("Village plan", "Ärzte’ Plan – 村"), id="other-letters"),
        pytest.param(TABLE.replace("Village plan", "2026-07-01"), id="a-date-is-a-text"),
        pytest.param(TABLE.replace("Village plan", "Yes"), id="yes-is-a-text"),
    ],
)
def test_a_template_is_read_however_it_was_written(text: str, tmp_path: Path) -> None:
    assert load_template(_written(tmp_path, text)).id == "village-plan"


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        pytest.param("Who", ["who"], id="as-given"),
        pytest.param("CCG Lead:", ["who"], id="capitals-and-marks"),
        pytest.param("  ccg\n lead 2014/15", ["who"], id="lines-and-years"),
        pytest.param("Action 15/16", ["what"], id="short-years"),
        pytest.param("Leads", [], id="another-word"),
        pytest.param("Action 1", [], id="a-number-is-no-year"),
        pytest.param("", [], id="empty"),
        pytest.param("2015/16", [], id="only-a-year"),
    ],
)
def test_a_header_is_mapped_by_its_words(header: str, ids: list[str], tmp_path: Path) -> None:
    template = load_template(_written(tmp_path, TABLE))
    assert [column.id for column in template.columns_named(header)] == ids


@pytest.mark.parametrize(
    ("evidenced", "verdict"),
    [(0, Verdict.NONE), (1, Verdict.PARTIAL), (2, Verdict.PARTIAL), (3, Verdict.EVIDENCED)],
)
def test_a_verdict_follows_the_share_of_limbs(evidenced: int, verdict: Verdict, tmp_path: Path) -> None:
    assert load_template(_written(tmp_path, CHECKLIST)).verdict(evidenced, 3).verdict is verdict


class TestRefusals:
    @pytest.mark.parametrize(("old", "new", "place", "said"), WRONG_TABLES.values(), ids=WRONG_TABLES)
    def test_a_wrong_table_is_named_by_line_and_field(
        self, old: str, new: str, place: str, said: str, tmp_path: Path
    ) -> None:
        message = _refusal(tmp_path, _changed(TABLE, old, new))
        assert f"{place}: " in message
        assert said in message
        assert message.count("\n") == 0

    @pytest.mark.parametrize(("old", "new", "place", "said"), WRONG_CHECKLISTS.values(), ids=WRONG_CHECKLISTS)
    def test_a_wrong_checklist_is_named_by_line_and_field(
        self, old: str, new: str, place: str, said: str, tmp_path: Path
    ) -> None:
        assert f"{place}: {said}" in _refusal(tmp_path, _changed(CHECKLIST, old, new))

    def test_questions_belong_to_other_kinds_than_tables(self, tmp_path: Path) -> None:
        without_verdicts = CHECKLIST[: CHECKLIST.index("verdicts:")] + CHECKLIST[CHECKLIST.index("questions:") :]
        table = without_verdicts.replace("kind: checklist", "kind: intentions")
        assert "line 7, questions: a template of kind 'intentions' has no questions" in _refusal(tmp_path, table)
        schedule = TABLE.replace("kind: intentions", "kind: schedule")
        assert "questions: a template of kind 'schedule' has at least one question" in _refusal(tmp_path, schedule)

    def test_six_limbs_are_too_many(self, tmp_path: Path) -> None:
        limb = "      - {text: Wide., search: [wide]}\n"
        assert "2 to 5 limbs, not 6" in _refusal(tmp_path, _changed(CHECKLIST, limb, 5 * limb))

    def test_all_that_is_wrong_is_said_at_once_up_to_ten(self, tmp_path: Path) -> None:
        message = _refusal(tmp_path, TABLE.replace("title: ", "name: "))
        places = [
            line.split(": ")[0].removeprefix(f"The template {tmp_path / 'own.yaml'}, ") for line in message.splitlines()
        ]
        assert places[:2] == ["line 1, title", "line 3, name"]
        assert places[2:4] == ["line 7, columns.1.title", "line 8, columns.1.name"]
        assert places[4:] == ["line 15, columns.2.title", "line 16, columns.2.name"]
        many = TABLE + "".join(f"field{number}: 1\n" for number in range(12))
        assert _refusal(tmp_path, many).endswith("\n... and 2 more.")

    @pytest.mark.parametrize(("text", "place", "said"), NO_TEMPLATES.values(), ids=NO_TEMPLATES)
    def test_what_is_no_template_is_refused(self, text: str, place: str, said: str, tmp_path: Path) -> None:
        message = _refusal(tmp_path, text)
        assert f"{place}: " in message
        assert said in message

    def test_a_file_of_many_aliases_is_refused_before_it_grows(self, tmp_path: Path) -> None:
        lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
        assert "line 1, the whole file: this is no YAML that is taken: anchors" in _refusal(tmp_path, "\n".join(lines))

    @pytest.mark.parametrize(
        ("data", "line"),
        [
            pytest.param("id: a\ntitle: Zürich\n".encode("latin-1"), "line 2, ", id="latin-1"),
            pytest.param(TABLE.encode("utf-16"), "line 1, ", id="utf-16"),
            pytest.param(b"\x93\x00\xff", "line 1, ", id="binary"),
        ],
    )
    def test_another_encoding_is_refused(self, data: bytes, line: str, tmp_path: Path) -> None:
        assert f"{line}the whole file: this is not UTF-8; save the file as UTF-8" in _refusal(tmp_path, data)

    def test_a_large_file_is_refused(self, tmp_path: Path) -> None:
        padded = TABLE + "#" * (1_000_000 - len(TABLE))
        assert load_template(_written(tmp_path, padded)).id == "village-plan"
        assert "the whole file: it has more than 1,000,000 bytes" in _refusal(tmp_path, padded + "#")

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(TemplateError, match=r"nowhere\.yaml, the whole file: it cannot be read: No such file"):
            templates([tmp_path / "nowhere.yaml"])

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
    def test_a_folder_that_may_not_be_read_is_named(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0)
        with pytest.raises(TemplateError, match="closed, the whole file: it cannot be read"):
            templates([closed])


class TestTheUsersOwn:
    def test_a_file_and_a_folder_stand_beside_the_packaged(self, tmp_path: Path) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        _written(folder, CHECKLIST, "check.yml")
        _written(folder, "no template", "notes.txt")
        found = templates([folder, _written(tmp_path, TABLE)])
        assert set(found) == {*templates(), "village-check", "village-plan"}
        assert all(isinstance(template, Template) and template.id == name for name, template in found.items())

    def test_they_do_not_stay_for_the_next(self, tmp_path: Path) -> None:
        templates([_written(tmp_path, TABLE)])
        assert "village-plan" not in templates()

    def test_an_empty_folder_adds_nothing(self, tmp_path: Path) -> None:
        assert templates([tmp_path]) == templates()

    def test_a_packaged_id_may_not_be_taken(self, tmp_path: Path) -> None:
        own = _written(tmp_path, _changed(TABLE, "village-plan", "annual-plan"))
        with pytest.raises(TemplateError) as raised:
            templates([own])
        assert f"{own}, line 2, id: 'annual-plan' is the id of {corpus.TEMPLATES}" in str(raised.value)

    def test_two_of_ones_own_may_not_have_one_id(self, tmp_path: Path) -> None:
        first, second = (_written(tmp_path, TABLE, name) for name in ("a.yaml", "b.yaml"))
        with pytest.raises(TemplateError) as raised:
            templates([tmp_path])
        assert f"{second}, line 2, id: 'village-plan' is the id of {first} too" in str(raised.value)
