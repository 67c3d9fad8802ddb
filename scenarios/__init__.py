"""People and stories, shared by the demo, the tests and the benchmarks.

Everything here is an outside client: it speaks the public API and imports nothing of the
gateway or the services.
"""
