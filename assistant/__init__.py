"""Questions in, checked answers out; never parses files."""
