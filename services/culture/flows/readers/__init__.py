"""Readers: registered, recognised, leaving; their deposits."""
