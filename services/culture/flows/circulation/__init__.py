"""Copies on their way to readers and back. Plain arguments, typed refusals: any face may call."""
