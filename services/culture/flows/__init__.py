"""Use cases of the culture service, one a file."""
