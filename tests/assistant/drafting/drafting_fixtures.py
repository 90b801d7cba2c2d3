"""A small library of invented strategies; named by ``pytest_plugins`` where it is used."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from library_making import indexed, opened

from assistant.assistant import Assistant
from assistant.drafting.contracts import Draft, DraftRequest
from indexer.embedding import SentenceEmbedder

STRATEGIES = {
    "vale-strategy": """
id: vale-strategy
title: Vale strategy for children
place: Vale
kind: strategy
published: "2014"
status: final
---
# 3. Child and adolescent mental health

## Where are we now?

Waiting times for CAMHS have grown. The number of referrals to CAMHS will increase.

## What needs to be different?

There needs to be quicker help after self-harm in every school.

## Next steps

We will tender a telephone line on self-harm, led by Vale Council, for young people aged 11-16 by March 2015.

# 4. Annual plan

| Priority | Commissioning activity | Key outcomes | Lead commissioner | Timeframe |
|---|---|---|---|---|
| Mental health | Open a clinic for emotional wellbeing beside the library | Shorter waits | Vale Council | June 2015 |
| Hearing | Buy six audiometers for the hearing bus | Every pupil tested | Vale Council | May 2015 |

# 5. Commissioning intentions

| Commissioning intention | Milestones 2015/16 | Milestones 2016/17 |
|---|---|---|
| Bring CAMHS and schools together | Pilot in two schools | Offer to all schools |
| Renew the hearing bus | New bus bought |  |

| Ambition | What we will do |
|---|---|
| Easier access | Review the CAMHS outreach contract with the youth clubs by April 2015 |

# 6. Making it happen

| Ambition | What we will do |
|---|---|
| Easier access | Review the CAMHS outreach contract with the youth clubs by June 2015 |
""",
    "dale-intentions": """
id: dale-intentions
title: Dale intentions
place: Dale
kind: intentions
published: "2013"
status: draft
---
# Commissioning intentions

## CAMHS

Dale Primary Care Trust will re-commission CAMHS for young people aged 16-18 years. It rained in May 2013.

## Screening

The Area Team will review breast screening for women by May 2014.
""",
    "guide": """
id: guide
title: Guide to CAMHS
kind: guidance
---
# Advice

Commissioners will work with schools on CAMHS and should monitor mental health.
""",
}

Drafting = Callable[..., Draft]


@pytest.fixture(scope="session")
def vale_data(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """A library of two invented places and a guide; do not write to it."""
    return indexed(tmp_path_factory.mktemp("vale"), STRATEGIES, embedder)


@pytest.fixture(scope="session")
def vale_assistant(vale_data: Path, embedder: SentenceEmbedder) -> Iterator[Assistant]:
    """The assistant on that library."""
    yield from opened(vale_data, embedder)


@pytest.fixture
def drafted(vale_assistant: Assistant) -> Drafting:
    """Drafts a table on CAMHS, or on what is given."""

    def draft(template: str = "theme-intention-action", theme: str = "CAMHS", **given: object) -> Draft:
        fields = {"template": template, "theme": theme, **given}
        return vale_assistant.draft(DraftRequest.model_validate(fields))

    return draft
