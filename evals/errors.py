"""One class per failure; each message says what, with which values, and what to do."""


class EvalsError(Exception):
    """Anything an evaluation refuses; its text is fit to show to a user."""


class CasesError(EvalsError):
    """A file of cases that does not say what it must."""


class LibraryUnavailableError(EvalsError):
    """No library to measure."""


class NothingToRunError(EvalsError):
    """No case fits the library and the split."""


class ResultsError(EvalsError):
    """Results that are missing or cannot be read."""


class BaselinesUnavailableError(EvalsError):
    """What the baselines need is not installed."""


class BenchmarkError(EvalsError):
    """A process of the benchmark that did not finish."""
