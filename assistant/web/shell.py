"""What stands around the conversation: heading, example questions, and the page shown when there is no library."""

from html import escape

TITLE = "Children's commissioning assistant"

_EXAMPLES = {
    "New to commissioning": (
        "How do we set up a pooled budget?",
        "What is the commissioning cycle?",
        "Who commissions school nursing in Oxfordshire?",
    ),
    "Drafting a strategy": (
        "What are Essex's commissioning intentions for CAMHS?",
        "What outcomes does the Plymouth strategy set for children and young people?",
        "How will progress on the Oxfordshire strategy be measured?",
    ),
    "In general practice": (
        "What are a GP's duties in safeguarding children?",
        "What should be in place for looked after children's health assessments?",
        "What support is there for young carers?",
    ),
}

INTRO = f"""<header class="intro"><h1>{escape(TITLE)}</h1>
<p>Answers only from the documents in its library; every sentence is cited.
Not legal advice; in an emergency ring&nbsp;999.</p></header>"""

OPENING = '<p class="opening" role="status">Opening the library&hellip;</p>'

NO_SOURCES = """<h2>Sources</h2><p class="none">The passages that an answer rests on are shown here,
with the words it uses marked.</p>"""

EMPTY_LIBRARY = """<section class="setup" aria-labelledby="setup-title">
<h2 id="setup-title">Nothing is indexed yet</h2>
<p>The assistant answers only from the documents in its library, and the library is empty.
To fill it with the starter documents, type one of these where the project is:</p>
<pre><code>make run</code></pre><pre><code>python -m indexer add corpus/library</code></pre>
<p>Your own documents go in the same way: <code>python -m indexer add FOLDER</code>.
Then load this page again.</p></section>"""

WAIT = "One question at a time, please: the one before is still being answered."
BUSY = "Too many people are asking at this moment. Your question is back in the box; please send it again."

# The component hears a click on any of its buttons as one event, which carries the question.
EXAMPLES_JS = """element.addEventListener('click', event => {
  const example = event.target.closest('button[data-question]');
  if (!example) return;
  example.closest('details').open = false;
  trigger('click', { question: example.dataset.question });
})"""


def examples_html(is_open: bool) -> str:
    """Return the example questions, one group for each kind of user."""
    groups = "".join(_group(who, questions) for who, questions in _EXAMPLES.items())
    return (
        f'<details class="examples"{" open" if is_open else ""}><summary>Questions to begin with</summary>'
        f'<div class="groups">{groups}</div></details>'
    )


def unusable_html(reason: str) -> str:
    """Return the page shown when the library cannot be opened."""
    return (
        '<section class="setup" role="alert"><h2>The library cannot be opened</h2>'
        f"<p>{escape(reason)}</p><p>When that is done, load this page again.</p></section>"
    )


def panel_html(sections: list[str]) -> str:
    """Return the sources panel, the latest answer's cards first."""
    shown = [section for section in reversed(sections) if section]
    return f"<h2>Sources</h2>{''.join(shown)}" if shown else NO_SOURCES


def _group(who: str, questions: tuple[str, ...]) -> str:
    buttons = "".join(
        f'<li><button type="button" data-question="{escape(question)}">{escape(question)}</button></li>'
        for question in questions
    )
    return f"<div><h3>{escape(who)}</h3><ul>{buttons}</ul></div>"
