"""Social insurance contributions: who is insured, what is charged, paid, posted, given back."""
