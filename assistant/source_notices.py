"""Notices on the documents that an answer or a draft rests on: whose years are over, which are drafts."""

import re
from collections.abc import Iterable

from assistant.contracts import Citation, Notice, NoticeKind
from indexer.contracts import DocumentStatus

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# 2013/14, 2013-14, 2015/2016.
_LAST = re.compile(r"\b((?:19|20)\d\d)(?:\s*[-–/]\s*(\d\d(?:\d\d)?))?\s*$")


class SourceNotices:
    """Words one notice of the documents whose period is over, and one for each draft."""

    def __init__(self, wordings: dict[str, str], as_of: str) -> None:
        """Keep the wordings, and the time of which the ledger tells, which names a year ("mid-2026")."""
        self._wordings = wordings
        self._as_of = as_of
        years = _YEAR.findall(as_of)
        self._year = int(years[-1]) if years else None

    def __call__(self, citations: Iterable[Citation]) -> list[Notice]:
        """Return the notices on the cited documents, each of them named once."""
        cited = list({citation.document_id: citation for citation in citations}.values())
        over = [citation for citation in cited if self._is_over(citation.period)]
        drafts = [citation for citation in cited if citation.document_status == DocumentStatus.DRAFT]
        return [*([self._over(over)] if over else []), *map(self._draft, drafts)]

    def _is_over(self, period: str | None) -> bool:
        last = last_year(period)
        return last is not None and self._year is not None and last < self._year

    def _over(self, citations: Iterable[Citation]) -> Notice:
        sources = "; ".join(f"{_title(citation)} ({citation.period})" for citation in citations)
        text = self._wordings["period_over"].format(sources=sources, as_of=self._as_of)
        return Notice(kind=NoticeKind.CURRENCY, text=text)

    def _draft(self, citation: Citation) -> Notice:
        published = f" ({citation.published})" if citation.published else ""
        text = self._wordings["draft_source"].format(title=_title(citation), published=published)
        return Notice(kind=NoticeKind.DRAFT_SOURCE, text=text)


def last_year(period: str | None) -> int | None:
    """Return the last year of a period ("2013/14 - 2015/16": 2016); null where it does not end in one."""
    found = _LAST.search(period or "")
    if not found:
        return None
    first, second = found.groups()
    last = int(first if second is None else first[: -len(second)] + second)
    return last if last >= int(first) else last + 100  # 1999/00


def _title(citation: Citation) -> str:
    return citation.title or citation.document_id
