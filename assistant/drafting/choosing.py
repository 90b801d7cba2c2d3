"""The template that a request names, of the kind that it can be filled as."""

from collections.abc import Collection, Iterable
from pathlib import Path

from assistant.drafting.errors import TemplateKindError, UnknownTemplateError
from assistant.template_contracts import Template, TemplateKind
from assistant.templates import load_template, templates

_TABLES = frozenset({TemplateKind.INTENTIONS})
_WITH_QUESTIONS = frozenset(TemplateKind) - _TABLES


def intentions_template(name: str) -> Template:
    """Return a packaged template of intentions by its id, or one from a file.

    Raises:
        UnknownTemplateError: neither an id nor a file.
        TemplateKindError: one of another kind.
        TemplateError: a file that does not say what it must.
    """
    return _of_kind(name, _TABLES, "is answered with 'checklist'; an intention table needs one of kind 'intentions'")


def checklist_template(name: str) -> Template:
    """Return a packaged checklist, schedule or action areas by id, or one from a file.

    Raises:
        UnknownTemplateError: neither an id nor a file.
        TemplateKindError: a template of intentions.
        TemplateError: a file that does not say what it must.
    """
    return _of_kind(name, _WITH_QUESTIONS, "is filled with 'draft'; a checklist needs one with questions")


def must_be_known(name: str, own: Iterable[Template], *, with_questions: bool) -> None:
    """Check that a name is that of a packaged or a user's own template, or the path of a file.

    Raises:
        UnknownTemplateError: naming those that could be meant, the user's own too.
    """
    known = [*templates().values(), *own]
    if not Path(name).is_file() and name not in {template.id for template in known}:
        raise _unknown(name, known, _WITH_QUESTIONS if with_questions else _TABLES)


def _of_kind(name: str, kinds: Collection[TemplateKind], otherwise: str) -> Template:
    packaged = templates()
    template = packaged.get(name)
    if template is None:
        if not Path(name).is_file():
            raise _unknown(name, packaged.values(), kinds)
        template = load_template(Path(name))
    if template.kind not in kinds:
        raise TemplateKindError(f"The template '{template.id}' is of kind '{template.kind}', which {otherwise}.")
    return template


def _unknown(name: str, known: Iterable[Template], kinds: Collection[TemplateKind]) -> UnknownTemplateError:
    fitting = ", ".join(template.id for template in known if template.kind in kinds)
    return UnknownTemplateError(
        f"There is no template '{name}'. Those that fit are: {fitting}; or give the path of a file."
    )
