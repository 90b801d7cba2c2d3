"""A language model that may word an answer: how it is set, shown passages, asked, and held to what it cites."""
