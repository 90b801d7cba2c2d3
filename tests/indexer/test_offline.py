import os
import subprocess
import sys

import pytest
from indexer_making import ROOT

from indexer.offline import stay_offline


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "DO_NOT_TRACK"])
def test_a_users_own_setting_does_not_turn_the_network_on(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "0")
    stay_offline()
    assert os.environ[name] == "1"


HELP = """
import runpy, sys
sys.argv = ["indexer", "--help"]
try:
    runpy.run_module("indexer", run_name="__main__")
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def shown() -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["torch", "sentence_transformers", "chromadb"])
def test_heavy_libraries_are_not_loaded_to_show_the_help(shown: "subprocess.CompletedProcess[str]", name: str) -> None:
    assert all(command in shown.stdout for command in ("add", "list", "remove", "check"))
    assert name not in shown.stderr.split()
