"""What stands in one file, whatever its format."""

from indexer.contracts import Block, Contract


class FileReading(Contract):
    """The blocks of one file in reading order."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    front_matter: dict[str, object] | None = None
