"""Scenarios over HTTP: which there are, and runs of them, each in a world of its own."""
