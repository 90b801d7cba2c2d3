"""Reads a question or a statement together with a passage, and tells how well the passage answers or bears it out."""

from assistant.cross_encoder.encoder import CrossEncoder, CrossEncoding, Pair, Scores, shared_cross_encoder

__all__ = ["CrossEncoder", "CrossEncoding", "Pair", "Scores", "shared_cross_encoder"]
