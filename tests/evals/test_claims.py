"""The claims for the verifier, the finding of their passages and the scoring."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

import evals.claim_scores
from evals.__main__ import app
from evals.claim_baselines import fitted, overlap, overlap_with_figures
from evals.claim_passages import judged_text, passages_of
from evals.claim_scores import (
    OVERLAP,
    VERIFIER,
    ClaimScores,
    JudgeScores,
    markdown,
    score_claims,
    write_claims,
)
from evals.claims import Claim, ErrorKind, GivenPassage, JudgedClaim, SupportedKind, load_claims, resolve
from evals.contracts import LibraryChoice, Split
from evals.errors import CasesError, NothingToRunError
from indexer.contracts import Cell, Passage, PassageKind

GROUPS = """
- id: a
  split: dev
  passages: [{text: The council funds ten nurses.}]
  supported: {reworded: Ten nurses are paid for by the council., voice: Nurses are funded by the council.}
  unsupported: {changed_figure: The council funds 12 nurses., relation_reversed: Ten nurses fund the council.}
- id: b
  split: test
  passages: [{document: plan, words: [school, nurses]}, {text: The plan is a draft.}]
  supported: {shortened: There are school nurses.}
  unsupported: {negation: There are no school nurses., status_changed: The plan is final.}
- id: c
  split: test
  passages: [{document: elsewhere, words: [far]}]
  supported: {merged: It is far and away.}
  unsupported: {addition: It is far and dear.}
"""

TWICE = """
- id: d
  split: dev
  passages: [{text: The council funds ten nurses.}]
  supported: {reworded: Ten nurses are paid for by the council.}
  unsupported: {}
"""


class _Verdict(NamedTuple):
    supported: bool


def _passes_all(claim: str, passages: Sequence[str]) -> _Verdict:
    assert claim
    assert passages
    return _Verdict(supported=True)


def _passage(text: str, document: str = "plan", **fields: object) -> Passage:
    given = {"id": text, "ordinal": 0, "headings": (), "paragraph": None, "page": None, "kind": PassageKind.PARAGRAPH}
    return Passage.model_validate({**given, **fields, "text": text, "document_id": document})


def _folder(path: Path, text: str = GROUPS) -> Path:
    (path / "some.yaml").write_text(text, encoding="utf-8")
    return path


def _judged(text: str, claim: str, supported: bool = True) -> JudgedClaim:
    fields = {"id": claim, "group": claim, "split": "dev", "passages": [{"text": text}], "claim": claim}
    kind = "voice" if supported else "negation"
    return JudgedClaim(Claim.model_validate({**fields, "supported": supported, "kind": kind}), (text,))


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries hold one passage of 'plan', and nothing else."""
    one = {LibraryChoice.STARTER: (_passage("There are school nurses."),), LibraryChoice.SEEDS: ()}
    monkeypatch.setattr(evals.claim_scores, "passages_of", one.__getitem__)


def test_each_kind_of_a_group_becomes_a_claim(tmp_path: Path) -> None:
    claims = load_claims(_folder(tmp_path))
    first = claims[0]
    assert (first.id, first.supported, first.kind) == ("a/reworded", True, SupportedKind.REWORDED)
    assert first.passages == (GivenPassage(text="The council funds ten nurses."),)
    assert [claim.id for claim in claims if not claim.supported][-1] == "c/addition"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("- [", "not valid YAML", id="no-yaml"),
        pytest.param("a: b", "tuple", id="no-list"),
        pytest.param(GROUPS.replace("negation", "nonsense"), r"1\.unsupported", id="kind"),
        pytest.param(GROUPS.replace("voice: ", "negation: "), r"0\.supported", id="kind-of-the-other-side"),
        pytest.param(GROUPS.replace("words: [far]", "words: []"), r"2\.passages", id="no-words"),
        pytest.param(GROUPS.replace("id: b", "id: a"), "'id': 'a' stands twice", id="id-twice"),
        pytest.param(GROUPS + TWICE, "'claim': 'Ten nurses", id="claim-twice"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=message):
        load_claims(_folder(tmp_path, text))


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"no \.yaml file"):
        load_claims(tmp_path)


def test_passages_are_found_by_their_words(tmp_path: Path) -> None:
    claims = load_claims(_folder(tmp_path))
    judged, absent = resolve(claims, [_passage("There are school nurses."), _passage("Nurses are few.")])
    texts = {item.claim.group: item.texts for item in judged}
    assert texts["b"] == ("There are school nurses.", "The plan is a draft.")
    assert absent == ("c/merged", "c/addition")


@pytest.mark.parametrize("texts", [("Nurses are few.",), ("School nurses.", "Nurses at school.")])
def test_words_of_no_passage_or_of_several_are_refused(texts: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=rf"b/shortened.*{len(texts) if len(texts) > 1 else 0} passages of plan"):
        resolve(load_claims(_folder(tmp_path)), [_passage(text) for text in texts])


def test_a_judge_reads_the_lead_in_and_the_names_of_columns() -> None:
    cells = (Cell(column="Service", text="Nursing"), Cell(column="Cost", text="£5"))
    row = _passage("Nursing\t£5", kind=PassageKind.TABLE_ROW, cells=cells, lead_in="Costs:")
    assert judged_text(row) == "Costs:\nService: Nursing; Cost: £5"


@pytest.mark.usefixtures("plan")
def test_both_sides_weigh_the_same_however_many_there_are(tmp_path: Path) -> None:
    scores = score_claims(Split.TEST, _passes_all, _folder(tmp_path))
    verifier = _scores_of(scores, VERIFIER)
    assert (scores.n, scores.groups, scores.absent) == (3, 1, ("c/merged", "c/addition"))
    assert (verifier.balanced_accuracy.value, verifier.passed.value, verifier.caught.value) == (0.5, 1.0, 0.0)
    assert verifier.by_kind[ErrorKind.NEGATION].n == 1
    assert verifier.by_kind[ErrorKind.NEGATION].value == 0.0
    assert ErrorKind.WRONG_BODY not in verifier.by_kind


@pytest.mark.usefixtures("plan")
def test_single_claims_are_told_of_dev_only(tmp_path: Path) -> None:
    assert score_claims(Split.TEST, _passes_all, _folder(tmp_path)).wrong is None
    dev = score_claims(Split.DEV, _passes_all, _folder(tmp_path))
    assert dev.wrong == ("a/changed_figure", "a/relation_reversed")
    assert dev.absent == ()
    assert "a/changed_figure" in markdown(dev)


@pytest.mark.usefixtures("plan")
def test_without_any_document_there_is_nothing_to_score(tmp_path: Path) -> None:
    only_far = "- id: c" + GROUPS.split("- id: c")[1]
    with pytest.raises(NothingToRunError, match="test"):
        score_claims(Split.TEST, _passes_all, _folder(tmp_path, only_far))


@pytest.mark.usefixtures("plan")
def test_the_table_has_a_row_for_each_judge_and_kind(tmp_path: Path) -> None:
    path = write_claims(score_claims(Split.TEST, _passes_all, _folder(tmp_path)), tmp_path / "results")
    text = path.read_text(encoding="utf-8")
    assert path.name == "claims-test.md"
    assert "| verifier | 3 | 0.500 |" in text
    assert "| word overlap |" in text
    assert "| status changed | 1 | 0.000 |" in text
    assert "2 claims are left out" in text


def test_the_interval_is_over_groups_and_holds_the_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(evals.claim_scores, "passages_of", lambda choice: ())
    group = (
        "- {{id: g{0}, split: dev, passages: [{{text: t}}], "
        "supported: {{voice: yes {0}}}, unsupported: {{negation: {1} {0}}}}}"
    )
    text = "\n".join(group.format(number, "no" if number % 2 else "yes also") for number in range(20))

    def judge(claim: str, passages: Sequence[str]) -> _Verdict:
        return _Verdict(supported=claim.startswith("yes"))

    rate = _scores_of(score_claims(Split.DEV, judge, _folder(tmp_path, text)), VERIFIER).balanced_accuracy
    assert rate.value == 0.75
    assert rate.low is not None
    assert rate.high is not None
    assert 0.55 < rate.low < 0.75 < rate.high < 0.95


def test_overlap_is_the_share_of_words_that_stand() -> None:
    assert overlap(_judged("The council funds ten nurses", "The council pays nurses")) == 0.75
    assert overlap(_judged("The council funds 10 nurses", "...")) == 0.0
    assert overlap_with_figures(_judged("The council funds £1,200 in 2014.", "In 2014 funds, £1,200.")) == 1.0
    assert overlap_with_figures(_judged("The council funds 10 nurses", "The council funds 12 nurses")) == -1.0


def test_a_threshold_may_pass_what_lies_below_it() -> None:
    near = _judged("one two three", "one two three", supported=False)
    far = _judged("one two three", "one four five")
    rule = fitted(overlap, [near, far])
    assert rule(far)
    assert not rule(near)


def test_the_command_tells_the_scores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plan: None) -> None:
    scores = score_claims(Split.TEST, _passes_all, _folder(tmp_path))
    monkeypatch.setattr(evals.claim_scores, "score_claims", lambda split: scores)
    result = CliRunner().invoke(app, ["claims", "--split", "test", "--json", "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["judges"][0]["name"] == VERIFIER
    assert (tmp_path / "claims-test.md").is_file()


def test_the_command_says_why_nothing_was_scored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(split: Split) -> ClaimScores:
        raise NothingToRunError("nothing is here")

    monkeypatch.setattr(evals.claim_scores, "score_claims", refuse)
    result = CliRunner().invoke(app, ["claims", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "nothing is here" in result.stderr


@pytest.mark.parametrize("split", Split)
def test_the_committed_claims_are_many_balanced_and_of_every_kind(split: Split) -> None:
    claims = [claim for claim in load_claims() if claim.split is split]
    kinds = Counter(claim.kind for claim in claims)
    assert len(claims) >= 160
    assert sum(claim.supported for claim in claims) * 2 == len(claims)
    assert min(kinds[kind] for kind in (*SupportedKind, *ErrorKind)) >= 4


def test_no_passage_is_in_both_splits() -> None:
    named = {
        split: {name for claim in load_claims() if claim.split is split for name in claim.passages} for split in Split
    }
    assert named[Split.DEV] & named[Split.TEST] == set()


def test_half_of_the_claims_are_on_our_own_summaries_and_name_one_passage_each() -> None:
    claims = load_claims()
    judged, absent = resolve(claims, passages_of(LibraryChoice.STARTER))
    assert len(judged) * 2 >= len(claims)
    assert all(not name.split("/")[0].endswith("-summary") for name in absent)
    in_dev = {text for item in judged if item.claim.split is Split.DEV for text in item.texts}
    in_test = {text for item in judged if item.claim.split is Split.TEST for text in item.texts}
    assert in_dev & in_test == set()


@pytest.mark.seeds
def test_every_claim_names_one_passage_each() -> None:
    passages = [passage for choice in LibraryChoice for passage in passages_of(choice)]
    judged, absent = resolve(load_claims(), passages)
    assert absent == ()
    assert len(judged) == len(load_claims())


@pytest.mark.parametrize("split", Split)
def test_word_overlap_does_not_part_right_from_wrong(split: Split, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        evals.claim_scores,
        "passages_of",
        lambda choice: passages_of(choice) if choice is LibraryChoice.STARTER else (),
    )
    value = _scores_of(score_claims(split, _passes_all), OVERLAP).balanced_accuracy.value
    assert value is not None
    assert value <= 0.62


def _scores_of(scores: ClaimScores, name: str) -> JudgeScores:
    return next(judge for judge in scores.judges if judge.name == name)
