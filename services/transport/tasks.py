"""Due jobs of the transport service: none yet."""
