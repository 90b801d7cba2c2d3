"""Trains the adapters of the assistant's cross-encoder; no part of any score."""
