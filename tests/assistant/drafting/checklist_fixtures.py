"""A small library of invented strategies and a checklist for it; named by ``pytest_plugins`` where it is used."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from library_making import indexed, opened

from assistant.assistant import Assistant
from indexer.embedding import SentenceEmbedder

STRATEGIES = {
    "dale-strategy": """
id: dale-strategy
title: Dale strategy for children
place: Dale
kind: strategy
published: "2014"
status: draft
---
# Hearing

## Where are we now?

The hearing bus is commissioned by Dale Council and delivered by Dale Community Health. It tested 412 pupils last year.

There is no audiologist in Dale, and the hearing bus does not have enough staff.

# Sleep clinics

## What we will do

We will open a sleep clinic beside the library by April 2015.

- Develop a sleep clinic for toddlers.
""",
    "fell-strategy": """
id: fell-strategy
title: Fell strategy for children
place: Fell
kind: strategy
published: "2013"
status: final
---
# Where are we now?

The Fell sleep clinic is provided by Fell Trust on two evenings. An audiologist is employed by Fell Council.
""",
    "sleep-guide": """
id: sleep-guide
title: Guide to sleep clinics
kind: guidance
---
# Sleep clinics

A sleep clinic is provided by the community trust and sees every toddler who is referred.
""",
}

TEMPLATE = """
id: hearing-and-sleep
title: Hearing and sleep
kind: checklist
purpose: A checklist of our own.
verdicts:
  - {verdict: evidenced, limbs: all, reason: All are shown.}
  - {verdict: partial, limbs: some, reason: Some are shown.}
  - {verdict: none, limbs: none, reason: None is shown.}
columns:
  - {id: evidence, title: Evidence, role: evidence, required: true, headers: [Evidence], guidance: Quote, evidence: Any}
questions:
  - number: 1
    text: Is the hearing of pupils looked after?
    guidance: Say who tests.
    evidence: A contract or a report on hearing tests.
    today: Councils still run hearing buses.
    limbs:
      - {text: A hearing bus is in place., search: [hearing bus, hearing test], against: [not enough staff]}
      - {text: An audiologist is employed., search: [audiologist], against: [no audiologist]}
  - number: 2
    text: Is help with sleep in place?
    guidance: Say who helps.
    evidence: A contract for a clinic.
    limbs:
      - {text: A sleep clinic is in place., search: [sleep clinic]}
      - {text: A sleep clinic for toddlers is in place., search: [sleep clinic for toddlers, toddlers]}
"""


@pytest.fixture(scope="session")
def dale_data(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """A library of two invented places and a guide; do not write to it."""
    return indexed(tmp_path_factory.mktemp("dale"), STRATEGIES, embedder)


@pytest.fixture(scope="session")
def dale(dale_data: Path, embedder: SentenceEmbedder) -> Iterator[Assistant]:
    """The assistant on the library of the dale."""
    yield from opened(dale_data, embedder)


@pytest.fixture
def own_template(tmp_path: Path) -> str:
    """The path of a template of the user's own."""
    path = tmp_path / "own.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    return str(path)
