"""The commands that fit what the product decides by; what is judged by is never fitted to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from evals.errors import EvalsError

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

_ERR = Console(stderr=True, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to those of the evaluation."""
    app.command()(adapt)
    app.command()(silence)
    app.command("fit-verifier")(fit_verifier)
    app.command("train-cross-encoder")(train_cross_encoder)


@contextmanager
def _told() -> Iterator[None]:
    """Say what cannot be done and end."""
    try:
        yield
    except EvalsError as error:
        _ERR.print(escape(str(error)))
        raise typer.Exit(2) from error


def adapt(
    data: Annotated[Path, typer.Option(help="A library of the source documents.")], *, as_json: Json = False
) -> None:
    """Train the linear adapter of the query side on the dev cases, and keep it; takes minutes."""
    from evals.adapter import ADAPTER, save, train
    from evals.cases import load_cases
    from evals.libraries import contents_of

    ADAPTER.unlink(missing_ok=True)
    trained, matrix = train(data, load_cases())
    save(matrix, contents_of(data).generation.model_key)
    typer.echo(trained.model_dump_json() if as_json else f"{trained.without}\n{trained.with_it}\nKept in {ADAPTER}.")


def silence(
    data: Annotated[Path, typer.Option(help="A library of the source documents.")], *, as_json: Json = False
) -> None:
    """Fit the chance that the documents are silent on the dev cases; what comes out goes into assistant/policy.yaml."""
    from evals.cases import load_cases
    from evals.silence import fit

    fitted = fit(data, load_cases())
    typer.echo(fitted.model_dump_json() if as_json else "\n".join(f"{k}: {v}" for k, v in fitted.model_dump().items()))


def fit_verifier(*, as_json: Json = False) -> None:
    """Fit the verifier's weights on the dev and the tuning claims, and keep them; takes a minute."""
    from evals.fit_verifier import WEIGHTS, fit, save

    with _told():
        fitted = fit()
    save(fitted)
    typer.echo(fitted.model_dump_json(indent=None if as_json else 2))
    _ERR.print(f"Kept in {escape(str(WEIGHTS))}.")


def train_cross_encoder(
    squad: Annotated[Path, typer.Option(help="train-v1.1.json of SQuAD 1.1.")], *, as_json: Json = False
) -> None:
    """Train the cross-encoder's adapters, and keep them; takes two hours and a half and spaCy (CONTRIBUTING.md)."""
    from assistant.cross_encoder.encoder import ADAPTERS
    from evals.cross_encoder.training import train

    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with _told(), Progress(*columns, console=_ERR) as bar:
        task = bar.add_task("loss", total=None)

        def hear(step: int, steps: int, loss: float) -> None:
            bar.update(task, completed=step, total=steps, description=f"loss {loss:.3f}")

        n = train(squad, hear)
    typer.echo(f'{{"pairs":{n}}}' if as_json else f"Trained on {n} pairs. Kept in {ADAPTERS}.")
