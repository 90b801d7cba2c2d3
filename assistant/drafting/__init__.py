"""Drafts of intention tables and responses to checklists, every cell with its evidence."""
