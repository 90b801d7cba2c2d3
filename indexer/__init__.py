"""Files in, passages out: reads documents, divides them, and keeps them searchable."""
