"""The generator of `collections/`: requests for Bruno and Postman that run as a whole.

The requests are found by playing: every operation is tried on a simulator in this process, with
its example and with ids that other answers lead to, until it succeeds; the stories are recorded
as they are played. What was answered becomes the tests.
"""
