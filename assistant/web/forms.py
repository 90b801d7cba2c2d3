"""What the drafting tabs' fields offer, and what is made of what was filled in."""

from collections.abc import Collection, Iterable

from assistant.drafting.contracts import LocalFacts
from assistant.errors import AssistantError
from assistant.template_contracts import Template, TemplateKind
from assistant.templates import templates
from assistant.web.desk import Listed
from indexer.contracts import Document

ALL_PLACES = "All places"
MAX_LINE = 300
MAX_TEXT = 5_000
_LONGEST_LABEL = 90

Choices = list[tuple[str, str]]


class FormError(AssistantError):
    """A field that is filled in so that nothing can be made of it."""


def template_choices(kinds: Collection[TemplateKind], own: Iterable[Template] = ()) -> Choices:
    """Return the packaged templates of some kinds, and after them the users' own."""
    packaged = [(one.title, one.id) for one in templates().values() if one.kind in kinds]
    return packaged + [(f"{short_label(one.title)} (your own)", one.id) for one in own if one.kind in kinds]


def place_choices(documents: Iterable[Document]) -> list[str]:
    """Return the places of documents, and first the choice of all of them."""
    return [ALL_PLACES, *sorted({document.metadata.place for document in documents if document.metadata.place})]


def document_choices(documents: Iterable[Document]) -> Choices:
    """Return the documents by their titles; those without one, or of one title, by their ids too."""
    named = [(document.metadata.title or "Title not known", document.id) for document in documents]
    titles = [title for title, _ in named]
    return [
        (short_label(title) if titles.count(title) == 1 else f"{short_label(title)} ({name})", name)
        for title, name in named
    ]


def kept_choices(listed: Iterable[Listed]) -> Choices:
    """Return what is kept by its title and when it was last changed."""
    return [(f"{short_label(one.title)} (changed {one.changed[:16].replace('T', ' ')})", one.id) for one in listed]


def short_label(text: str) -> str:
    """Return a text in one line that is short enough for a list to choose from."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1].rstrip()}…"


def place_of(chosen: str | None) -> str | None:
    """Return the place that was chosen; None for all."""
    return None if chosen in (None, "", ALL_PLACES) else chosen


def local_facts(place: str, bodies: str, period: str, population: str, priorities: str, leads: str) -> LocalFacts:
    """Return the local facts that were filled in; several of a kind stand one a line.

    Raises:
        FormError: a line of the leads does not say of what it is the lead.
    """
    return LocalFacts(
        place=place.strip() or None,
        bodies=_lines(bodies),
        period=period.strip() or None,
        population=_lines(population),
        priorities=_lines(priorities),
        leads=dict(map(_lead, _lines(leads))),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _lead(line: str) -> tuple[str, str]:
    service, colon, lead = (part.strip() for part in line.partition(":"))
    if not (service and colon and lead):
        raise FormError(f"'{line}' is no lead; write each on a line of its own as 'service: post or body that leads'.")
    return service, lead
