"""The errors of the culture service, one class a code: none yet."""
