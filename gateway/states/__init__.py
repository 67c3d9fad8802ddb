"""Provider states and fixtures: worlds put into a state by calls of their own public API."""
