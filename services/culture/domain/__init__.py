"""Libraries, passes and venues: frozen values and pure functions."""
