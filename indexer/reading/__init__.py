"""Any file to one block model."""
