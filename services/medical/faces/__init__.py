"""Other protocols over the same flows."""
