"""Enterprise and occupational annuities (企业年金、职业年金): account, claim, record."""
