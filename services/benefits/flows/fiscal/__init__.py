"""From a roll to the card: what agencies, the treasury and the bank do with a batch."""
