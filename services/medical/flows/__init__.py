"""One use case a file: load, decide, record, tell the others."""
