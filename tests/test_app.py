"""What is said when the page cannot be served."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("name", "value"), [("ASSISTANT_PORT", "abc"), ("ASSISTANT_EMBEDDING_BATCH", "0")])
def test_a_wrong_setting_is_told_by_its_name(name: str, value: str, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | {name: value, "ASSISTANT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 1
    assert name in told.stderr
    assert "Traceback" not in told.stderr
