"""Users' own templates, kept beside the library so that they can be chosen like the packaged ones."""

import shutil
from collections.abc import Collection
from pathlib import Path

import corpus
from assistant.errors import TemplateError
from assistant.template_contracts import Template, TemplateKind
from assistant.templates import load_template, templates

FOLDER = "templates"
"""In the data folder, where they are kept."""


class OwnTemplates:
    """The templates in a folder, one a file that is called as its template's id."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when the first template is added."""
        self._folder = folder

    def all(self) -> tuple[Template, ...]:
        """Return them by their titles; a file that was spoilt meanwhile is left out."""
        found = []
        for path in sorted(self._folder.glob("*.yaml")) if self._folder.is_dir() else ():
            try:
                found.append(load_template(path))
            except TemplateError:
                continue
        return tuple(sorted(found, key=lambda template: template.title.casefold()))

    def add(self, path: Path, kinds: Collection[TemplateKind]) -> Template:
        """Keep a template of a user's; one of the same id that was kept before is replaced.

        Args:
            path: of the file, which stays where it is.
            kinds: those that are wanted.

        Raises:
            TemplateError: naming for each problem its line, its field and what to do; or it is of another kind, or
                has the id of a packaged one.
            ExportError: it cannot be written.
        """
        from assistant.export.atomic import written_whole  # with it come Word and Excel, which reading needs not

        template = load_template(path, path.name)
        if template.kind not in kinds:
            raise TemplateError(
                f"The template {path.name}, kind: it is of kind '{template.kind}', here it must be "
                f"{' or '.join(sorted(kinds))}. A table of 'intentions' is filled on the tab of intention tables, "
                "everything with questions on the tab of checklists."
            )
        if template.id in templates():
            raise TemplateError(f"The template {path.name}, id: '{template.id}' is a packaged one; give yours another.")
        self._folder.mkdir(parents=True, exist_ok=True)
        with written_whole(self._path(template.id)) as aside:
            shutil.copyfile(path, aside)
        return template

    def remove(self, name: str) -> None:
        """Forget a template; drafts that were made with it stay as they are.

        Raises:
            TemplateError: it is none of a user's own.
        """
        if (path := self.path_of(name)) is None:
            raise TemplateError(f"'{name}' is no template of your own; the packaged ones stay.")
        path.unlink()

    def file_of(self, name: str) -> Path:
        """Return the file of a template, packaged or a user's own, to write another from.

        Raises:
            TemplateError: there is none of this id.
        """
        packaged = next((corpus.TEMPLATES / f"{one}.yaml" for one in templates() if one == name), None)
        if (path := packaged or self.path_of(name)) is None:
            raise TemplateError(f"There is no template '{name}'; it may have been removed. Choose another.")
        return path

    def path_of(self, name: str) -> Path | None:
        """Return the file of a template by its id; None where there is none, as for a packaged one."""
        return next((self._path(one.id) for one in self.all() if one.id == name), None)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.yaml"
