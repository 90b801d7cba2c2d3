"""Which document a file is: by the id that it claims, the place where it was read, or its name."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.contracts import Correction, Metadata
from indexer.describing import FoundDocument, identity_from_name
from indexer.digests import sha256_of
from indexer.errors import IdentityTakenError
from indexer.record import Revision


class Holdings:
    """The documents of a library while it is changed."""

    def __init__(
        self,
        held: Mapping[str, Revision],
        indexed: Mapping[str, Correction] | None = None,
        corrections: Mapping[str, Correction] | None = None,
    ) -> None:
        """Begin with what the current generation holds, by document id.

        Args:
            held: its revisions.
            indexed: the corrections that it was built with.
            corrections: those that count now.
        """
        self.corrections = dict(corrections or {})
        self._indexed = dict(indexed or {})
        self.held = dict(held)
        self.target = dict(held)
        self._at = {revision.origin: identity for identity, revision in held.items()}
        self._claimed: dict[str, Path] = {}

    @property
    def changed(self) -> bool:
        """Whether other revisions or corrections are wanted than those held."""
        return self.target != self.held or self.corrections != self._indexed

    def metadata(self, document_id: str) -> Metadata:
        """Return what is said of a document that is wanted, as corrected."""
        given = self.target[document_id].metadata
        correction = self.corrections.get(document_id)
        return correction.applied(given) if correction else given

    def remove(self, document_id: str) -> None:
        """Want a document no more, nor what was corrected in it."""
        del self.target[document_id]
        self.corrections.pop(document_id, None)

    def place(self, revision: Revision) -> None:
        """Want a revision in the next generation."""
        self.target[revision.document_id] = revision
        self._at[revision.origin] = revision.document_id

    def move(self, revision: Revision, path: Path) -> Revision:
        """Note that the file of a revision now lies elsewhere, which changes no index."""
        moved = revision.model_copy(update={"origin": str(path.resolve())})
        for documents in (self.held, self.target):
            if documents.get(revision.document_id) == revision:
                documents[revision.document_id] = moved
        self._at.pop(revision.origin, None)
        self._at[moved.origin] = moved.document_id
        return moved

    def is_placed(self, revision: Revision) -> bool:
        """Tell whether a revision is wanted already."""
        return self.target.get(revision.document_id) == revision

    def kept(self, document: FoundDocument, path: Path, digest: str, same: Iterable[Revision]) -> Revision | None:
        """Return the reading of a file that need not be made again.

        Args:
            document: what is said of the file.
            path: the file.
            digest: of its bytes.
            same: the readings of just these bytes that the record has.
        """
        same = sorted(same, key=self.is_placed, reverse=True)
        if document.id is not None:
            described = (r for r in same if (r.document_id, r.metadata) == (document.id, document.metadata))
            return next(described, None)
        origin = str(path.resolve())
        if own := self._at.get(origin):
            return next((r for r in same if r.document_id == own), None)
        return next((r for r in same if self._may_be(r, origin, digest)), None)

    def _may_be(self, revision: Revision, origin: str, digest: str) -> bool:
        """Tell whether a file at a new place is that of a revision: moved there, a copy, or left by a stopped run."""
        if self.is_placed(revision):
            # Where the file itself has changed, a copy of its old bytes is a document of its own.
            return not Path(revision.origin).is_file() or sha256_of(Path(revision.origin)) == digest
        return revision.origin == origin and revision.document_id not in self.target

    def identify(self, document: FoundDocument, path: Path, given: str | None) -> str:
        """Return the id of a file's document, and keep it for that document.

        Args:
            document: the file and those that are read if it fails.
            path: the file that is read.
            given: the id that library.yaml or the front matter gives it; None for one from its place or name.

        Raises:
            IdentityTakenError: another document has the id that is given.
        """
        identity = given or self._at.get(str(path.resolve())) or self._from_name(path)
        self.claim(document, path, identity, given=given is not None)
        return identity

    def claim(self, document: FoundDocument, path: Path, identity: str, *, given: bool) -> None:
        """Keep an id for the document of a file; an id that is given may pass from an older file to a newer.

        Raises:
            IdentityTakenError: a file before this one has the id, or a document that is named after its own file.
        """
        holder = self.target.get(identity)
        if given and holder and not holder.id_given:
            origin = Path(holder.origin)
            if origin.is_file() and origin not in {file.resolve() for file in (document.path, *document.same)}:
                raise _taken(path, identity, origin)
        claimant = self._claimed.setdefault(identity, document.path)
        if claimant != document.path:
            raise _taken(path, identity, claimant)

    def _from_name(self, path: Path) -> str:
        """Return an id from the file's name; another file of that name elsewhere is another document."""
        identity = identity_from_name(path)
        if identity not in self.target and identity not in self._claimed:
            return identity
        return f"{identity}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:6]}"


def _taken(path: Path, identity: str, other: Path) -> IdentityTakenError:
    return IdentityTakenError(
        f"{path.name}: its id '{identity}' is that of {other}; "
        f"give one of them another id, or remove '{identity}' from the library first."
    )
