"""Files that are there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import ExportError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a path beside another to write to, and put what was written in the other's place once it is whole.

    Raises:
        ExportError: the folder is missing or cannot be written, or the file is open in another program.
    """
    aside = path.with_name(f".{path.stem[:40]}.{secrets.token_hex(4)}{path.suffix}")
    try:
        if path.is_dir():
            raise ExportError(f"{path} is a folder; name a file in it.")
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written ({error.strerror or error}). Is the folder there, may it be written to, and is "
            "the file closed in Word and Excel? What stood there is untouched."
        ) from error
    finally:
        aside.unlink(missing_ok=True)
