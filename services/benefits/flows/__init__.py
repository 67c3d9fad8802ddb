"""Use cases of the benefits service, one a file."""
