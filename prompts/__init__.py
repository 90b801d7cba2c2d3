"""Prompts: one Markdown file each, and a loader that checks their variables."""

import hashlib
from pathlib import Path
from string import Template

from pydantic import BaseModel, ConfigDict

_FOLDER = Path(__file__).parent


class PromptError(Exception):
    """A prompt that is missing, or filled with other variables than it declares."""


class Prompt(BaseModel):
    """A prompt's text, the variables that it wants, and the digest that names this version of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str
    variables: frozenset[str]
    sha256: str

    def render(self, **values: str) -> str:
        """Fill the variables once; '$' and braces inside the values stay as they are.

        Raises:
            PromptError: a variable is missing or one too many is given.
        """
        if set(values) != self.variables:
            missing, extra = sorted(self.variables - set(values)), sorted(set(values) - self.variables)
            raise PromptError(f"Prompt '{self.name}': missing variables {missing}, unknown variables {extra}.")
        return Template(self.text).substitute(values)


def load(name: str) -> Prompt:
    """Read a prompt.

    Raises:
        PromptError: there is no such prompt, or a '$' in it names nothing.
    """
    path = _FOLDER / f"{name}.md"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in _FOLDER.glob("*.md")))
        raise PromptError(f"There is no prompt '{name}'; there are: {known}.")
    text = path.read_text(encoding="utf-8")
    template = Template(text)
    if not template.is_valid():
        raise PromptError(f"Prompt '{name}' has a '$' that names no variable; write '$$' for the sign itself.")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(name=name, text=text, variables=frozenset(template.get_identifiers()), sha256=digest)
