"""What stands in one file, whatever its format."""

from pydantic import Field

from indexer.contracts import Block, Contract


class FileProperties(Contract):
    """What a file says of itself outside its text."""

    title: str | None = None
    author: str | None = None
    draft: str | None = Field(None, description="The line of its pages that says that it is a draft.")


class FileReading(Contract):
    """The blocks of one file in reading order."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    front_matter: dict[str, object] | None = None
    properties: FileProperties = FileProperties()
