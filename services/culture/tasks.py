"""Due jobs of the culture service: none yet."""
