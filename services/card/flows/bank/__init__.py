"""The bank side: accounts, their money, the banks that are played from outside, files."""
