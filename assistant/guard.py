"""First step: a child in danger comes first, and personal data goes no further."""

import re
import unicodedata
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus, Notice, NoticeKind, Question
from assistant.danger import Danger
from assistant.settings import PersonalDataPattern, Policy

# A longer text is not a question; it would also make every later step slow.
MAX_QUESTION = 2_000
# Letters, digits and signs as East Asian keyboards write them.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Guard:
    """Puts the danger notice first and masks personal data in the question and the history."""

    def __init__(self, policy: Policy, front_door: str) -> None:
        self._policy = policy
        self._danger = Danger(policy)
        self._front_door = front_door

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Mask, warn, and stop a question that is empty or far too long."""
        notices = []
        if self._danger(_folded(context.asked.text)):
            text = self._policy.notices["danger"].format(front_door=self._front_door)
            notices.append(Notice(kind=NoticeKind.DANGER, text=text))
        asked, kinds = self._masked_question(context)
        if kinds:
            text = self._policy.notices["personal_data"].format(kinds=", ".join(kinds))
            notices.append(Notice(kind=NoticeKind.PERSONAL_DATA, text=text))
        context = replace(context, asked=asked, understood=asked.text, notices=(*context.notices, *notices))
        if not re.search(r"\w\w", context.understood) or len(context.understood) > MAX_QUESTION:
            return replace(context, understood=context.understood[:MAX_QUESTION], stopped=AnswerStatus.CLARIFY)
        return context

    def _masked_question(self, context: AnswerContext) -> tuple[Question, list[str]]:
        asked = context.asked
        text, kinds = self._mask(asked.text)
        # Answers too: they may repeat what was asked, and a client may send any.
        history = tuple(
            turn.model_copy(update={"question": self._mask(turn.question)[0], "answer": self._mask(turn.answer)[0]})
            for turn in asked.history
        )
        return asked.model_copy(update={"text": text, "history": history}), kinds

    def _mask(self, text: str) -> tuple[str, list[str]]:
        return mask_personal_data(_folded(text), self._policy.personal_data)


def _folded(text: str) -> str:
    """Return a text so that nothing hides what is looked for: no signs that are not seen, no run of white space."""
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(seen.translate(_FULL_WIDTH).split())


def mask_personal_data(text: str, patterns: tuple[PersonalDataPattern, ...]) -> tuple[str, list[str]]:
    """Replace personal data by its kind in square brackets; return the text and the kinds found, in order."""
    kinds: list[str] = []
    for pattern in patterns:
        masked = _masked(text, pattern)
        if masked != text:
            kinds.append(pattern.name)
            text = masked
    return text, kinds


def mask_of(pattern: PersonalDataPattern) -> str:
    """Return what stands in place of personal data of a kind."""
    return f"[{pattern.name}]"


def _masked(text: str, pattern: PersonalDataPattern) -> str:
    check = _CHECKS[pattern.check] if pattern.check else None
    return re.sub(
        pattern.pattern,
        lambda found: mask_of(pattern) if check is None or check(found.group()) else found.group(),
        text,
        flags=re.IGNORECASE,
    )


def is_nhs_number(text: str) -> bool:
    """Tell whether ten digits carry the NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    digits = [int(character) for character in text if character.isdigit()]
    remainder = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and remainder % 11 == digits[9] and remainder != 10


_CHECKS = {"nhs_number": is_nhs_number}
