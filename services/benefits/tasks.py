"""Due jobs of the benefits service: none yet."""
