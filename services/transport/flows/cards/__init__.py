"""Transit cards: issued, topped up, lost and found, replaced, refunded."""
