"""First step: a child in danger comes first, and personal data goes no further."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus, Notice, NoticeKind, Question
from assistant.settings import PersonalDataPattern, Policy

# A longer text is not a question; it would also make every later step slow.
MAX_QUESTION = 2_000


class Guard:
    """Puts the danger notice first and masks personal data in the question and the history."""

    def __init__(self, policy: Policy, front_door: str) -> None:
        self._policy = policy
        self._danger = _compiled(policy.danger, policy.danger_words)
        self._supposed = _compiled([policy.danger_supposed], policy.danger_words)
        self._front_door = front_door

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Mask, warn, and stop a question that is empty or far too long."""
        notices = []
        if self._is_danger(context.asked.text):
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

    def _is_danger(self, text: str) -> bool:
        """Tell whether a text speaks of a child at risk now; what it only supposes is left out first."""
        plain = _folded(text).replace("’", "'")
        return self._danger.search(self._supposed.sub(" ", plain)) is not None

    def _masked_question(self, context: AnswerContext) -> tuple[Question, list[str]]:
        text, kinds = mask_personal_data(_folded(context.asked.text), self._policy.personal_data)
        history = []
        for turn in context.asked.history:
            masked, _ = mask_personal_data(_folded(turn.question), self._policy.personal_data)
            history.append(turn.model_copy(update={"question": masked}))
        return context.asked.model_copy(update={"text": text, "history": tuple(history)}), kinds


def _compiled(patterns: Sequence[str], lists: dict[str, str]) -> re.Pattern[str]:
    """Return patterns as one; ``<name>`` in a pattern stands for the list of words of that name."""
    text = "|".join(f"(?:{pattern})" for pattern in patterns)
    # The last list first: a list may name those before it.
    for name, words in reversed(lists.items()):
        text = text.replace(f"<{name}>", words)
    return re.compile(text, re.IGNORECASE)


def _folded(text: str) -> str:
    """Return a text with every run of white space as one space, so that none hides what is looked for."""
    return " ".join(text.split())


def mask_personal_data(text: str, patterns: tuple[PersonalDataPattern, ...]) -> tuple[str, list[str]]:
    """Replace personal data by its kind in square brackets; return the text and the kinds found, in order."""
    kinds: list[str] = []
    for pattern in patterns:
        masked = _masked(text, pattern)
        if masked != text:
            kinds.append(pattern.name)
            text = masked
    return text, kinds


def _masked(text: str, pattern: PersonalDataPattern) -> str:
    check = _CHECKS[pattern.check] if pattern.check else None
    # Postcodes are written in capitals; in small letters the pattern would hit ordinary words.
    flags = 0 if pattern.name == "postcode" else re.IGNORECASE
    return re.sub(
        pattern.pattern,
        lambda found: f"[{pattern.name}]" if check is None or check(found.group()) else found.group(),
        text,
        flags=flags,
    )


def is_nhs_number(text: str) -> bool:
    """Tell whether ten digits carry the NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    digits = [int(character) for character in text if character.isdigit()]
    remainder = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and remainder % 11 == digits[9] and remainder != 10


_CHECKS = {"nhs_number": is_nhs_number}
