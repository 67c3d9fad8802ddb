"""The errors of the libraries, one class a code."""
