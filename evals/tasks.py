"""One task of the benchmark, done in a process of its own: ``python -m evals.tasks TASK``, JSON in and JSON out."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import typer

from assistant.contracts import Question, Turn
from indexer.embedding import Embedder, SentenceEmbedder, TokenVectors, Vectors
from indexer.offline import stay_offline
from indexer.settings import IndexerSettings

SEARCH_K = 10
_WARM_UP = 5
Encode = Callable[[list[str]], Vectors]
Asked = tuple[str, Sequence[tuple[str, str]]]


class RecordingEmbedder:
    """Passes everything on to an embedder and keeps the texts that it was to embed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.key = embedder.key
        self.texts: list[str] = []

    def count(self, text: str) -> int:
        """Return the number of word pieces of a text."""
        return self._embedder.count(text)

    def pieces(self, text: str) -> npt.NDArray[np.int32]:
        """Return the word pieces of a text."""
        return self._embedder.pieces(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text."""
        return self.embed_whole(texts)[0]

    def embed_whole(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """Return the rows of ``embed`` and the vectors of each text's tokens."""
        self.texts.extend(texts)
        return self._embedder.embed_whole(texts)


def index(source: Path, data: Path, embedder: Embedder) -> dict[str, Any]:
    """Index a folder into a new library; give the seconds, with the model loaded before, and the texts embedded."""
    from indexer.adding import add

    recording = RecordingEmbedder(embedder)
    embedder.embed(["Warm."])
    start = time.perf_counter()
    add(IndexerSettings(data=data), [source], recording)
    return {"seconds": time.perf_counter() - start, "texts": recording.texts}


def encode_only(texts: list[str], encode: Encode) -> dict[str, Any]:
    """Encode texts in one call; give the seconds, with the model loaded before."""
    encode(["Warm."])
    start = time.perf_counter()
    encode(texts)
    return {"seconds": time.perf_counter() - start}


def search(data: Path, asked: Sequence[Asked], count: int, embedder: Embedder, encode: Encode) -> dict[str, Any]:
    """Search for questions in turn, by the assistant and by one raw query of a copy of its collection.

    Returns:
        Seconds of each search, in pairs; which of the two goes first changes from pair to pair.
    """
    from assistant.assistant import Assistant
    from assistant.settings import AssistantSettings
    from evals.stock import ids_of, raw_collection
    from indexer.library import generation_folder

    assistant = Assistant(AssistantSettings(data=data), embedder)
    times: dict[str, list[float]] = {"search": [], "raw": []}
    with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "chroma"
        shutil.copytree(generation_folder(data, assistant.library.generation) / "chroma", copy)
        with raw_collection(copy) as collection:
            ways: dict[str, Callable[[Question], object]] = {
                "search": lambda question: assistant.search(question, k=SEARCH_K),
                "raw": lambda question: ids_of(collection, encode([question.text])[0].tolist(), SEARCH_K),
            }
            for at, question in enumerate(_questions(asked, _WARM_UP + count)):
                for name in sorted(ways, reverse=at % 2 == 0):
                    start = time.perf_counter()
                    ways[name](question)
                    times[name].append(time.perf_counter() - start)
    assistant.close()
    return {name: seconds[_WARM_UP:] for name, seconds in times.items()}


def serve(data: Path, asked: Sequence[Asked], count: int, embedder: Embedder) -> dict[str, Any]:
    """Answer questions in turn; give the seconds of each answer."""
    from assistant.assistant import Assistant
    from assistant.settings import AssistantSettings

    assistant = Assistant(AssistantSettings(data=data), embedder)
    times = []
    for question in _questions(asked, count):
        start = time.perf_counter()
        assistant.ask(question)
        times.append(time.perf_counter() - start)
    assistant.close()
    return {"seconds": times}


def bare(encode: Encode) -> dict[str, Any]:
    """Load the model and encode one sentence."""
    encode(["How much is spent on school nursing?"])
    return {}


def peaks() -> dict[str, float]:
    """Return the peak resident memory of this process, and of the largest that it started, in MiB."""
    import resource  # which Windows lacks

    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, KiB elsewhere
    whose = {"peak": resource.RUSAGE_SELF, "peak_of_started": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss / unit for name, who in whose.items()}


def do(task: str, given: dict[str, Any]) -> dict[str, Any]:
    """Do a task with what it is given and the packaged model."""
    settings = IndexerSettings()
    embedder = SentenceEmbedder(settings.embedding_model, settings.embedding_batch)

    def encode(texts: list[str]) -> Vectors:
        # The model's own call, which is all that anyone without our library would make.
        rows: Vectors = embedder._model.encode(
            texts, batch_size=settings.embedding_batch, normalize_embeddings=True, show_progress_bar=False
        )
        return rows

    if task == "index":
        return index(Path(given["source"]), Path(given["data"]), embedder)
    if task == "encode":
        return encode_only(given["texts"], encode)
    if task == "search":
        return search(Path(given["data"]), given["asked"], given["count"], embedder, encode)
    if task == "serve":
        return serve(Path(given["data"]), given["asked"], given["count"], embedder)
    return bare(encode)


def _questions(asked: Sequence[Asked], count: int) -> Iterable[Question]:
    for text, history in islice(cycle(asked), count):
        yield Question(text=text, history=tuple(Turn(question=before, answer=said) for before, said in history))


if __name__ == "__main__":
    stay_offline()
    result = do(sys.argv[1], json.load(sys.stdin))
    typer.echo(json.dumps({**result, **peaks()}))
