"""The policy in force, as values of the domain: no policy yet."""
