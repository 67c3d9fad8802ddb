"""The rules of settlement between regions, as values and pure functions."""
