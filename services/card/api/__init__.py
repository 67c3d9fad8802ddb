"""The doors of the card service."""
