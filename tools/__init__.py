"""What makes the parts of this repository that are generated for integrators.

Above the launcher, since it plays stories on a simulator in this process; not in the wheel,
and nobody imports it. `python -m tools.client` writes the typed client, `python -m
tools.collections` the Bruno and Postman collections; both take `write` or `check`.
"""
