"""``kg translations``: the languages of the interface, what a project's own lack, and files for translators."""

from __future__ import annotations

from pathlib import Path

import click

from kg.errors import UsageError
from kg.project import Project, required
from kg.translations import catalogue, project_catalogue
from kg.translations.language_tags import INTERFACE_LANGUAGES


@click.command("translations")
@click.argument("tag", metavar="[LANGUAGE]", required=False)
@click.option("--write", is_flag=True, help="Write translations/LANGUAGE.po with every text, and keep what it has.")
@click.pass_obj
def translations(project: Project, tag: str | None, write: bool) -> None:
    """Say which languages the pages come in, and which texts the project's own LANGUAGE lacks.

    A project adds a language, or changes words of one, by a file translations/LANGUAGE.po in its folder, such as es.po.
    A text that it lacks is shown in English; in nl, fr and de, as it is without the file.
    """
    root = required(project).root
    if write:
        if tag is None:
            raise UsageError("--write needs a language.", hint="Such as: kg translations es --write")
        _write(root, tag)
        return
    texts = project.catalogues()
    catalogue.use(texts)
    if tag is None:
        for language in catalogue.interface_languages():
            click.echo(_described(language, texts.get(language)))
    elif tag in texts:
        _list_missing(project_catalogue.coverage(tag, texts[tag]))
    else:
        hint = f"kg translations {tag} --write makes it, with every text to be translated."
        raise UsageError(f"There is no {project_catalogue.FOLDER}/{tag}.po in {root}.", hint=hint)


def _described(tag: str, text: str | None) -> str:
    own = project_catalogue.coverage(tag, text) if text is not None else None
    if own is None:
        return f"{tag}: complete"
    where = f"{project_catalogue.FOLDER}/{tag}.po"
    if tag in INTERFACE_LANGUAGES:
        return f"{tag}: complete, {own.translated} of {own.total} texts from {where}"
    return f"{tag}: {own.translated} of {own.total} texts, from {where}"


def _list_missing(language: project_catalogue.Coverage) -> None:
    for entry in language.missing:
        click.echo(entry.sources[0])
    click.echo(f"{len(language.missing)} of {language.total} texts have no translation.", err=True)


def _write(root: Path, tag: str) -> None:
    from kg.translations import translators_file  # its library comes with the extra serve

    path = root / project_catalogue.FOLDER / f"{tag}.po"
    former = project_catalogue.obsolete(path) if path.is_file() else ()
    content = translators_file.updated(path, tag)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    language = project_catalogue.coverage(tag, content.decode())
    for source in former:
        click.echo(f"left out, for no text of this version is: {source}", err=True)
    click.echo(f"{path.relative_to(root)}: {language.translated} of {language.total} texts are translated.")
