"""Due jobs of the card service: none yet."""
