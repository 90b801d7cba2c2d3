"""Files to download: written into a folder that is gone before the browser has them."""

import base64
import json
import re
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.web.desk import Desk, Kept

FILES = {".docx": "Word", ".xlsx": "Excel", ".md": "Markdown", ".csv": "CSV"}
# Handed over inside the page: a link would leave a copy of the file on the server until it is stopped.
WATCH_JS = "watch('value', () => window.draftingPages.download(props.value))"
_LONGEST_NAME = 60


def download_of(desk: Desk, kept: Kept, suffix: str) -> str:
    """Return a kept document's file, and its name, as the page's script takes it."""
    name = f"{_file_name(kept.document.title)}-v{kept.version}{suffix}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        desk.write(kept, path)
        return handed_over(path)


def handed_over(path: Path) -> str:
    """Return a file, and its name, as the page's script takes it."""
    content = base64.b64encode(path.read_bytes()).decode("ascii")
    # Asked for twice it is the same file, of which the browser would not hear without something new.
    return json.dumps({"name": path.name, "content": content, "asked": secrets.token_hex(4)})


def _file_name(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.casefold())
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "draft"
