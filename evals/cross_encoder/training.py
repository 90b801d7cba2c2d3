"""Trains the adapters: first on pairs made of SQuAD, then on the pairs written for the field."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import nn
from transformers import AutoModel, AutoTokenizer

from assistant.cross_encoder.encoder import ADAPTERS, MOST_PIECES
from evals.cross_encoder.pairs import Labelled, pairs_of_domain, pairs_of_questions, pairs_of_statements
from evals.cross_encoder.squad import asked_in
from evals.errors import NothingToRunError
from indexer.embedding import packaged_folder

_SEED = 5
_RANK = 32
# The lowest layers stay as they are: their outputs are words still, and training them costs a third more.
_FIRST_LAYER = 2
_BATCH, _CHUNK = 64, 50
_WARM_UP, _CLIPPED_AT, _DECAY = 150, 1.0, 0.01
_QUESTIONS, _STATEMENTS = 46_000, 34_000
# (steps, rate of the first after the warm-up). On two cores a step takes a second, in the second stage two.
_GENERAL, _OF_THE_FIELD = (2_700, 1e-3), (2_750, 5e-4)
# So much of the second stage is general still, or what was learnt first is lost.
_GENERAL_SHARE = 0.3

Progress = Callable[[int, int, float], None]


class Adapted(nn.Module):
    """A linear layer that stays as it is, with a low-rank matrix beside it."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.randn(_RANK, layer.in_features) / math.sqrt(layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, _RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what the layer and its adapter make of x."""
        return self.layer(x) + nn.functional.linear(nn.functional.linear(x, self.down), self.up)  # type: ignore[no-any-return]


class Trained(nn.Module):
    """The packaged model with adapters in its upper layers, and a head on its first token."""

    def __init__(self) -> None:
        super().__init__()
        self.model = AutoModel.from_pretrained(packaged_folder(), attn_implementation="eager").eval()
        self.model.requires_grad_(requires_grad=False)
        for layer in self.model.encoder.layer[_FIRST_LAYER:]:
            own, output = layer.attention.self, layer.attention.output
            own.query, own.key, own.value = Adapted(own.query), Adapted(own.key), Adapted(own.value)
            output.dense = Adapted(output.dense)
            layer.intermediate.dense, layer.output.dense = (
                Adapted(layer.intermediate.dense),
                Adapted(layer.output.dense),
            )
            for norm in (output.LayerNorm, layer.output.LayerNorm):
                norm.requires_grad_(requires_grad=True)
        width = self.model.config.hidden_size
        self.head = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))

    def forward(self, read: Any) -> torch.Tensor:
        """Return the log odds of each pair, shape (pairs,)."""
        return self.head(self.model(**read).last_hidden_state[:, 0])[:, 0]  # type: ignore[no-any-return]

    def adapters(self) -> dict[str, torch.Tensor]:
        """Return what was trained, by the names that assistant.cross_encoder reads, in half precision."""
        trained = {name: value for name, value in self.named_parameters() if value.requires_grad}
        return {name.removeprefix("model."): value.detach().half().contiguous() for name, value in trained.items()}


def train(squad: Path, progress: Progress, out: Path = ADAPTERS) -> int:
    """Train the adapters and write them; return on how many pairs.

    Args:
        squad: train-v1.1.json of SQuAD 1.1 (CC BY-SA 4.0).
        progress: hears the step, of how many in its stage, and the loss.
        out: the file to write.

    Raises:
        NothingToRunError: the file is not there.
    """
    if not squad.is_file():
        raise NothingToRunError(f"There is no SQuAD 1.1 at {squad}; give the path of its train-v1.1.json.")
    torch.manual_seed(_SEED)
    drawn = random.Random(_SEED)  # noqa: S311 - no secret
    questions = list(asked_in(squad))
    drawn.shuffle(questions)
    told = questions[_QUESTIONS : _QUESTIONS + _STATEMENTS]
    general = [*pairs_of_questions(questions[:_QUESTIONS], drawn), *pairs_of_statements(told, drawn)]
    field = list(pairs_of_domain(drawn))
    net = Trained()
    _stage(net, _batches(general, drawn), _GENERAL, progress)
    mixed = _mixed(field, general, drawn)
    _stage(net, _batches(mixed, drawn), _OF_THE_FIELD, progress)
    save_file(net.adapters(), out)
    return len(general) + len(field)


def _mixed(field: Sequence[Labelled], general: Sequence[Labelled], drawn: random.Random) -> list[Labelled]:
    more = round(len(field) * _GENERAL_SHARE / (1 - _GENERAL_SHARE))
    return [*field, *drawn.sample(list(general), min(more, len(general)))]


def _batches(pairs: Sequence[Labelled], drawn: random.Random) -> Iterator[list[Labelled]]:
    """Yield batches without end, pairs of like length together."""
    left = list(pairs)
    while True:
        drawn.shuffle(left)
        for at in range(0, len(left), _BATCH * _CHUNK):
            chunk = sorted(left[at : at + _BATCH * _CHUNK], key=lambda one: len(one.pair.passage) + len(one.pair.said))
            batches = [chunk[start : start + _BATCH] for start in range(0, len(chunk), _BATCH)]
            drawn.shuffle(batches)
            yield from batches


def _stage(net: Trained, batches: Iterator[list[Labelled]], plan: tuple[int, float], progress: Progress) -> None:
    steps, rate = plan
    tokenizer = AutoTokenizer.from_pretrained(packaged_folder())
    trained = [value for value in net.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=rate, weight_decay=_DECAY)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / _WARM_UP) * (1 - step / steps)
        batch = next(batches)
        said, passages = [one.pair.said for one in batch], [one.pair.passage for one in batch]
        read = tokenizer(
            said, passages, padding=True, truncation="longest_first", max_length=MOST_PIECES, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16):
            odds = net(read)
        loss = nn.functional.binary_cross_entropy_with_logits(
            odds.float(), torch.tensor([float(one.borne) for one in batch])
        )
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, _CLIPPED_AT)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        progress(step + 1, steps, float(loss))
