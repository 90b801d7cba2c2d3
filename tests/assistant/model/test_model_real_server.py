"""A real model server, transformers' own, with a tiny model made here: nothing is downloaded."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from strict_judging import strict_judge

from assistant.assistant import Assistant
from assistant.contracts import Answer, AnswerStatus, Mode, NoticeKind, Question
from assistant.model.policy import load_model_policy
from assistant.settings import AssistantSettings
from indexer.embedding import Embedder

pytest_plugins = ["assistant_fixtures", "model_fixtures"]
pytestmark = pytest.mark.slow

SAID = "On Mondays Ms Okafor leads the sleep clinic."
REPLY = json.dumps({"answered": True, "statements": [{"text": SAID, "citations": ["S1"]}], "missing": ""})
START = "[start]"
END = "[end]"
# transformers' own server and all of its code but for one call: to place weights it wants accelerate, which nothing
# else here needs.
SERVE = """
from transformers import AutoModelForCausalLM
from transformers.cli.serving.model_manager import ModelManager
from transformers.cli.transformers import main
ModelManager._load_model = lambda _, name, **kwargs: AutoModelForCausalLM.from_pretrained(name.split("@")[0])
main()
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of models of some thousand weights: one knows nothing, one has learned a reply by heart."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    raw.train_from_iterator(
        [REPLY] * 9, trainers.BpeTrainer(vocab_size=400, special_tokens=[START, END], initial_alphabet=alphabet)
    )
    tokenizer: Any = PreTrainedTokenizerFast(tokenizer_object=raw, bos_token=START, eos_token=END, pad_token=END)  # type: ignore[no-untyped-call]
    # What was asked is passed over, so that so small a model can know the answer.
    tokenizer.chat_template = START
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = LlamaForCausalLM(config)
    model.generation_config.max_new_tokens = 300
    model.generation_config.do_sample = False
    for name in ("empty-headed", "by-heart"):
        if name == "by-heart":
            ids = tokenizer(START + REPLY + END, return_tensors="pt", add_special_tokens=False).input_ids
            optimiser = torch.optim.AdamW(model.parameters(), lr=5e-3)
            for _ in range(120):
                optimiser.zero_grad()
                model(input_ids=ids, labels=ids).loss.backward()
                optimiser.step()
        model.save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)
    return folder


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of transformers' own server."""
    pytest.importorskip("openai", reason="transformers' server needs the package openai (extra dev)")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-c", SERVE, "serve"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    with log.open("wb") as out:
        served = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
            stdout=out, stderr=out, env=environment,
        )  # fmt: skip
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base, served, log)
            yield f"{base}/v1"
        finally:
            served.terminate()
            served.wait(20)


def _wait_for(base: str, served: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 240
    while time.monotonic() < end and served.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/health", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"transformers serve did not start: {log.read_text(errors='replace')[-2000:]}")


def _asked(data: Path, embedder: Embedder, **settings: Any) -> Answer:
    named = AssistantSettings(data=data, model_seconds=90, **settings)
    assistant = Assistant(named, embedder, lambda _embedder: strict_judge)
    try:
        return assistant.ask(Question(text="Who leads the sleep clinic in Southmoor?"))
    finally:
        assistant.close()


def test_a_model_that_knows_the_answer_is_shown_with_its_quote(
    models: Path, url: str, moor_data: Path, quick_embedder: Embedder
) -> None:
    answer = _asked(moor_data, quick_embedder, model=f"openai:{models / 'by-heart'}", model_url=url)
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.MODEL)
    assert [statement.text for statement in answer.statements] == [SAID]
    assert answer.citations[0].quote == "Ms Okafor leads the sleep clinic on Mondays."


def test_a_model_that_knows_nothing_gives_the_quoted_answer_and_a_notice(
    models: Path, url: str, moor_data: Path, quick_embedder: Embedder
) -> None:
    answer = _asked(moor_data, quick_embedder, model=f"openai:{models / 'empty-headed'}", model_url=url)
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.QUOTES)
    assert answer.statements[0].text.startswith("Ms Okafor leads the sleep clinic on Mondays.")
    notices = load_model_policy().notices
    told = [notice.text for notice in answer.notices if notice.kind is NoticeKind.UNVERIFIED]
    # The server was there and its model spoke; it was no answer.
    assert told in [[notices[kind]] for kind in ("malformed", "too_long", "empty")]
