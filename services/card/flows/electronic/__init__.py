"""Electronic cards: issue, channels, devices, family, codes, payment."""
