"""Retirement and pensions (退休与养老待遇): the rules, as pure functions with an explanation.

No figure of law stands here: they come from `policy/`, each with its source, read in
`terms_pension`. A figure that nobody knows is a refusal that names it, not a guess.
"""
