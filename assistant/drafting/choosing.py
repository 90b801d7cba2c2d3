"""The template that a request names, of the kind that it can be filled as."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from assistant.drafting.errors import TemplateKindError, UnknownTemplateError
from assistant.template_contracts import Template, TemplateKind
from assistant.templates import load_template, templates

_TABLES = frozenset({TemplateKind.INTENTIONS})
_WITH_QUESTIONS = frozenset(TemplateKind) - _TABLES


class Choosing:
    """Finds templates by what a request calls them: a packaged one's id, a user's own one's id, or a file's path."""

    def __init__(self, own: Callable[[], Iterable[Template]] = tuple) -> None:
        """Take what gives the user's own templates as they are now; there are none if it is left out."""
        self._own = own

    def intentions(self, name: str) -> Template:
        """Return a template of intentions.

        Raises:
            UnknownTemplateError: neither an id nor a file.
            TemplateKindError: one of another kind.
            TemplateError: a file that does not say what it must.
        """
        otherwise = "is answered with 'checklist'; an intention table needs one of kind 'intentions'"
        return self._of_kind(name, _TABLES, otherwise)

    def checklist(self, name: str) -> Template:
        """Return a checklist, schedule or action areas.

        Raises:
            UnknownTemplateError: neither an id nor a file.
            TemplateKindError: a template of intentions.
            TemplateError: a file that does not say what it must.
        """
        return self._of_kind(name, _WITH_QUESTIONS, "is filled with 'draft'; a checklist needs one with questions")

    def _of_kind(self, name: str, kinds: Collection[TemplateKind], otherwise: str) -> Template:
        known = templates() | {template.id: template for template in self._own()}
        template = known.get(name)
        if template is None:
            if not Path(name).is_file():
                raise _unknown(name, known.values(), kinds)
            template = load_template(Path(name))
        if template.kind not in kinds:
            raise TemplateKindError(f"The template '{template.id}' is of kind '{template.kind}', which {otherwise}.")
        return template


def _unknown(name: str, known: Iterable[Template], kinds: Collection[TemplateKind]) -> UnknownTemplateError:
    fitting = ", ".join(template.id for template in known if template.kind in kinds)
    return UnknownTemplateError(
        f"There is no template '{name}'. Those that fit are: {fitting}; or give the path of a file."
    )
