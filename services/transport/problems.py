"""The errors of the transport service, one class a code: none yet."""
