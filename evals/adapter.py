"""Trains the linear adapter of the query side on the dev cases: ``python -m evals adapt``.

A question's token vectors are turned by a matrix near the identity before they are matched, so that they lie nearer
to the tokens of the passage that answers. The loss is the usual one of contrastive retrieval: the passage that is gold
against the other candidates of its question (van den Oord, Li and Vinyals 2018), plus the squared distance from the
identity.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from assistant.assistant import Assistant
from assistant.contracts import Question
from assistant.scope import places_of
from assistant.settings import AssistantSettings
from evals.contracts import Case, Contract, Split
from evals.matching import is_gold
from indexer.embedding import PACKAGED_MODEL
from indexer.late_interaction import Span, basis_for, quantise
from indexer.settings import load_policy

# Chosen by three-fold cross-validation on the dev cases: MRR .776 with a distance of .05, .770 with .3.
_DISTANCE, _EPOCHS, _RATE, _BATCH, _TEMPERATURE = 0.05, 3, 1e-3, 16, 0.03
_CANDIDATES, _DEPTH = 30, 100
_FOLDS = 3
ADAPTER = Path(__file__).parents[1] / "indexer" / "basis" / f"{PACKAGED_MODEL}-query.npy"


class Quality(Contract):
    """Shares of questions with a gold passage first and among the first five, and the mean reciprocal rank at ten."""

    questions: int
    hit_1: float
    hit_5: float
    mrr_10: float


class Trained(Contract):
    """What cross-validation says of the adapter: without it, and with one trained on the other folds."""

    without: Quality
    with_it: Quality


@dataclass(frozen=True)
class _Example:
    """A question with its candidates.

    Attributes:
        tokens: of the question without places, shape (tokens, dimensions); ``weights`` are their share of the score.
        own, context: token vectors of the candidates and of what stands over them, and whose each is.
        rest: what other signs, and other words for the question, add to each candidate's score.
    """

    tokens: torch.Tensor
    weights: torch.Tensor
    own: tuple[torch.Tensor, torch.Tensor]
    context: tuple[torch.Tensor, torch.Tensor]
    rest: torch.Tensor
    gold: torch.Tensor


def train(data: Path, cases: Sequence[Case]) -> tuple[Trained, torch.Tensor]:
    """Cross-validate the adapter on the dev cases, and train one on all of them; return it, shape (d, d).

    Args:
        data: folder of a library of the source documents.
        cases: only those marked dev, with gold and without a history, count.
    """
    torch.manual_seed(0)
    assistant = Assistant(AssistantSettings(data=data))
    try:
        wanted = [case for case in cases if case.split is Split.DEV and case.gold and not case.history]
        examples = [example for case in wanted if (example := _example(assistant, case))]
    finally:
        assistant.close()
    identity = torch.eye(examples[0].tokens.shape[1])
    ranks: list[int] = []
    for fold in range(_FOLDS):
        matrix = _fitted([e for n, e in enumerate(examples) if n % _FOLDS != fold])
        ranks.extend(_rank(e, matrix) for e in examples[fold::_FOLDS])
    trained = Trained(without=_quality([_rank(e, identity) for e in examples]), with_it=_quality(ranks))
    return trained, _fitted(examples)


def save(matrix: torch.Tensor, model_key: str, path: Path = ADAPTER) -> None:
    """Write the passages' basis turned by the matrix, which is what the library loads for questions."""
    basis = basis_for(model_key)
    turned = matrix.numpy() if basis is None else basis @ matrix.numpy()
    np.save(path, turned.astype(np.float16))


def _example(assistant: Assistant, case: Case) -> _Example | None:
    """Return a question with its first candidates and those that are gold; None where none is."""
    library = assistant.library
    found = assistant.search(Question(text=case.question), k=_DEPTH)
    gold = [is_gold(case, p.document_id, p.paragraph, "\n".join((*p.heading, p.text))) for p in found]
    kept = [n for n in range(len(found)) if n < _CANDIDATES or gold[n]]
    if not any(gold):
        return None
    query = library.encode(case.question).tokens
    places = [p for p in places_of(library.documents) if p.casefold() in case.question.casefold()]
    counted = ~np.isin(query.pieces, [piece for p in places for piece in library.encode(p).tokens.pieces])
    ids = [found[n].id for n in kept]
    weights = library.match(query, [Span(ids[0])]).weights * counted
    vectors = [library.token_vectors(passage_id) for passage_id in ids]
    example = _Example(
        tokens=torch.from_numpy(quantise(query.vectors, basis_for(library.embedder.key)).astype(np.float32)),
        weights=torch.from_numpy(weights / max(float(weights.sum()), 1e-9)).float(),
        own=_owned([own for own, _ in vectors]),
        context=_owned([context for _, context in vectors]),
        rest=torch.zeros(len(ids)),
        gold=torch.tensor([gold[n] for n in kept]),
    )
    with torch.no_grad():
        alone = _scores(example, torch.eye(example.tokens.shape[1]))
    return replace(example, rest=torch.tensor([found[n].score for n in kept]) - alone)


def _owned(vectors: Sequence[npt.NDArray[np.int8]]) -> tuple[torch.Tensor, torch.Tensor]:
    owners = np.repeat(np.arange(len(vectors)), [len(own) for own in vectors])
    return torch.from_numpy(np.concatenate(vectors)), torch.from_numpy(owners)


def _scores(example: _Example, matrix: torch.Tensor) -> torch.Tensor:
    asked = torch.nn.functional.normalize(example.tokens @ matrix, dim=1)
    share = load_policy().embedding.context_match
    met = torch.maximum(_best(example.own, asked, example), share * _best(example.context, asked, example))
    return met @ example.weights + example.rest


def _best(vectors: tuple[torch.Tensor, torch.Tensor], asked: torch.Tensor, example: _Example) -> torch.Tensor:
    """Return the best match of each token in each candidate, shape (candidates, tokens); 0 where there is none."""
    values, owners = vectors
    similarity = (values.float() / 127.0) @ asked.T
    start = torch.full((len(example.gold), len(asked)), -1.0)
    best = start.scatter_reduce(0, owners[:, None].expand(-1, len(asked)), similarity, "amax")
    return torch.where(best <= -1.0, torch.zeros(()), best)


def _fitted(examples: Sequence[_Example]) -> torch.Tensor:
    identity = torch.eye(examples[0].tokens.shape[1])
    change = torch.nn.Parameter(torch.zeros_like(identity))
    optimiser = torch.optim.Adam([change], lr=_RATE)
    for _ in range(_EPOCHS):
        order: list[int] = torch.randperm(len(examples)).tolist()
        for start in range(0, len(order), _BATCH):
            losses = [_loss(examples[n], identity + change) for n in order[start : start + _BATCH]]
            optimiser.zero_grad()
            (torch.stack(losses).mean() + _DISTANCE * change.square().sum()).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return (identity + change).detach()


def _loss(example: _Example, matrix: torch.Tensor) -> torch.Tensor:
    scores = _scores(example, matrix) / _TEMPERATURE
    return torch.logsumexp(scores, 0) - torch.logsumexp(scores[example.gold], 0)


def _rank(example: _Example, matrix: torch.Tensor) -> int:
    """Return the place of the first gold candidate, from 1."""
    with torch.no_grad():
        order = torch.argsort(_scores(example, matrix), descending=True)
    return int(example.gold[order].int().argmax()) + 1


def _quality(ranks: Sequence[int]) -> Quality:
    return Quality(
        questions=len(ranks),
        hit_1=sum(rank == 1 for rank in ranks) / len(ranks),
        hit_5=sum(rank <= 5 for rank in ranks) / len(ranks),
        mrr_10=sum(1 / rank for rank in ranks if rank <= 10) / len(ranks),
    )
