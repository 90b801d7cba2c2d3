"""Other ways to search, on the same questions and with the same model, judged by the same rule."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.util import find_spec

from assistant.context import AnswerContext
from assistant.contracts import Question, Turn
from assistant.resolve import Resolve
from assistant.scope import places_of
from assistant.settings import load_policy
from evals.contracts import Case, Ranking, Rule
from evals.errors import BaselinesUnavailableError
from evals.judging import SEARCH_DEPTH, Found, by_words, found_passage, rank_all
from indexer.adding import Progress, silent
from indexer.contracts import Hit
from indexer.library import Library

DENSE = "our passages, dense only"
LEXICAL = "our passages, lexical only"
LANGCHAIN = "LangChain + Chroma, stock"

Search = Callable[[str], Sequence[Found]]


def check_installed() -> None:
    """Refuse to start without what the stock pipeline is made of.

    Raises:
        BaselinesUnavailableError: naming what is missing.
    """
    if find_spec("langchain_text_splitters") is None:
        raise BaselinesUnavailableError(
            "The baselines need langchain-text-splitters: install the 'dev' extra, or run with --no-baselines."
        )


def question_of(case: Case) -> Question:
    """Return a case as it is put to the assistant."""
    turns = tuple(Turn(question=question, answer=answer) for question, answer in case.history)
    return Question(text=case.question, history=turns)


def rank_baselines(
    library: Library, texts: Mapping[str, str], cases: Sequence[Case], progress: Progress = silent
) -> tuple[Ranking, ...]:
    """Search by meaning alone, by words alone and by LangChain's stock pipeline.

    None of them keeps to the place that a question names; each is given a follow-up as the assistant understands it.

    Args:
        library: ours.
        texts: the plain text of the source documents, by id.
        cases: answerable ones.
        progress: hears how far the work is.
    """
    asked = _understood(library, cases)
    passages = [found_passage(passage) for passage in library.all_passages()]
    by_id = {found.id: found for found in passages}

    def shown(hits: Sequence[Hit]) -> list[Found]:
        return [by_id[hit.passage_id] for hit in hits]

    def run(system: str, search: Search, chosen_from: Sequence[Found], depth: int) -> Ranking:
        progress(system, 0, len(cases))
        found = {case: search(question) for case, question in asked.items()}
        return rank_all(system, Rule.WORDS, found, cases, by_words, depth=depth, texts=chosen_from)

    dense = run(DENSE, lambda text: shown(library.dense(library.encode(text), SEARCH_DEPTH)), passages, SEARCH_DEPTH)
    lexical = run(LEXICAL, lambda text: shown(library.lexical(text, SEARCH_DEPTH)), passages, SEARCH_DEPTH)
    progress(f"{LANGCHAIN}: embedding", 0, len(cases))
    with _stock(library, texts) as (search, chunks, depth):
        return dense, lexical, run(LANGCHAIN, search, chunks, depth)


@contextmanager
def _stock(library: Library, texts: Mapping[str, str]) -> Iterator[tuple[Search, Sequence[Found], int]]:
    from evals.stock import STOCK_DEPTH, StockPipeline

    with closing(StockPipeline(texts, library.embedder)) as pipeline:
        yield pipeline.search, pipeline.chunks, STOCK_DEPTH


def _understood(library: Library, cases: Sequence[Case]) -> dict[str, str]:
    """Return the question of each case, a follow-up made whole as the assistant makes it."""
    resolve = Resolve(load_policy().question, lambda: places_of(library.documents))
    contexts = {case.id: AnswerContext(asked=question_of(case), understood=case.question) for case in cases}
    return {case: resolve(context).understood for case, context in contexts.items()}
