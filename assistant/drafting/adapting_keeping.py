"""Kept drafts adapted to a place, as one version that one undo takes back."""

from collections.abc import Callable

from assistant.drafting.contracts import Adapted, Draft
from assistant.drafting.store import DraftStore, Kept
from assistant.errors import EditError


def adapt_kept(
    store: DraftStore, name: str, expected: int | None, adapt: Callable[[Draft], Adapted]
) -> tuple[Kept, Adapted]:
    """Return a kept draft adapted, and what came of it; no version is made where no cell was reworded.

    Args:
        store: where the draft is kept.
        name: its id.
        expected: the version that must count; None for whichever does.
        adapt: words the rows for a place.

    Raises:
        EditError: a checklist, which has no rows.
        UnknownTextError: there is no such draft.
        StaleVersionError: the draft was changed meanwhile, or another version counts than the one expected.
    """
    kept = store.get(name, expected)
    if not isinstance(kept.document, Draft):
        raise EditError(f"'{name}' is a checklist, which has no rows; only intention tables can be adapted to a place.")
    adapted = adapt(kept.document)
    if not adapted.reworded:
        return kept, adapted
    return store.replace(name, adapted.draft, kept.version, adapted.what), adapted
