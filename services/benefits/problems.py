"""The errors of the benefits service, one class a code: none yet."""
