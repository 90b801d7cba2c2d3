"""Memory that is free goes back to the system."""

import ctypes


def give_back() -> None:
    """Give free memory back to the system where its allocator can (glibc), which keeps it otherwise.

    Embedding frees some hundred megabytes after each batch; what is kept of them piles up to 180 over five documents.
    """
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):  # macOS, musl and Windows have none
        return
