"""What is offered beside an answer, or in place of one: quotes, each with the line that says where it stands."""

from html import escape

from assistant.contracts import Answer, AnswerStatus, Citation
from assistant.settings import load_policy
from assistant.web.parts import badge, dotted, paragraph, year


def further_html(answer: Answer) -> str:
    """Return what is offered, folded away under an answer and open under a refusal; nothing where there is none."""
    if not answer.further:
        return ""
    policy, refused = load_policy().further, answer.status is AnswerStatus.NOT_FOUND
    heading = (policy.not_found if refused else policy.answered).heading
    items = "".join(f"<li>{_offered(citation)}</li>" for citation in answer.further)
    return (
        f'<details class="further"{" open" if refused else ""}><summary>{escape(heading)}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _offered(citation: Citation) -> str:
    page = f"page {citation.page}" if citation.page is not None else ""
    where = dotted((escape(citation.section or ""), paragraph(citation.paragraph or ""), page))
    what = dotted((escape(citation.title or "Title not known"), year(citation.published)))
    cells = escape(citation.quote.replace("\t", "\n"))
    facts = f'<p class="facts">{what} {badge(citation.document_status)}</p>'
    return f'<blockquote class="offered">{cells}</blockquote>{facts}' + (
        f'<p class="facts">{where}</p>' if where else ""
    )
