"""The button that adapts an open table to the place of the local facts, offered where a language model is set."""

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.web.bench import BUSY, ONE_MOMENT, Bench
from assistant.web.forms import local_facts
from assistant.web.pieces import AT_ONCE, QUIET, Updates, is_open, problem, said
from assistant.web.running import progressed

# The model is waited for, not the processor: this does not stand in line with what is drafted.
_ADAPTING: dict[str, Any] = {"concurrency_limit": 2, "concurrency_id": "adapting"}


class AdaptingBench(Bench):
    """A bench whose open table can be adapted."""

    def _build_adapting(self) -> None:
        self._adapt = gr.Button("Adapt to the place", visible=False)

    def _wire_adapting(self, local: Sequence[Any]) -> None:
        """Say what the button does; ``local`` are the fields of the local facts."""
        adapting = self._adapt.click(
            self._adapt_rows,
            [self._opened, self._run, *local],
            self._outputs,
            trigger_mode="once",
            **_ADAPTING,
            **QUIET,
        )
        # A full queue is a failure, after which Gradio does not go on with what is only "then".
        for afterwards in (adapting.then, adapting.failure):
            afterwards(self._adapting_ended, self._run, self._outputs, **AT_ONCE)

    def _adaptable(self) -> Updates:
        return {self._adapt: gr.Button(visible=self._desk.can_adapt)}

    def _adapt_rows(self, opened: Any, run: str, *local: str) -> Iterator[Updates]:
        """Say each step, then show the table; the Cancel of the form stops it."""
        if run:
            yield {self._said: "One at a time, please: something is still being made."}
            return
        name = self._runs.begin()
        yield {self._run: name, self._said: ONE_MOMENT, **self._buttons(at_work=True)}
        try:
            kept, facts = is_open(opened), local_facts(*local)
            given = facts if facts.place else None
            for step in progressed(
                lambda progress: self._desk.adapt(kept.id, kept.version, given, progress), self._runs, name
            ):
                if isinstance(step, str):
                    yield {self._said: said(f"{step}…")}
                else:
                    done, told = step
                    yield {self._run: "", self._said: said(told), **self._shown(done), **self._lists(done.id)}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            yield {self._run: "", self._said: problem(error)}
        finally:
            self._runs.end(name)

    def _adapting_ended(self, run: str) -> Updates:
        """Give the buttons back, and say so if the turn never came."""
        self._runs.end(run)
        return self._buttons(at_work=False) | ({self._run: "", self._said: BUSY} if run else {})
