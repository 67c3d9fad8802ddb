"""Networks and fares: frozen values and pure functions."""
