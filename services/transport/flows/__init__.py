"""Use cases of the transport service, one a file."""
