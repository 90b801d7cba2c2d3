"""Gold cases of drafts and checklists, and what is measured with them."""
