"""Moving insurance between regions and schemes (社会保险关系转移接续): pure rules.

A move keeps every month and every fen of the personal account; what the fund sends along is
explained year by year. No figure of law stands here: `terms_transfer` reads them, each with its
source.
"""
