"""The production of cards: applications, batches and their files."""
