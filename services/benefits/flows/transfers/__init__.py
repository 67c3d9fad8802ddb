"""A transfer of insurance from step to step: what both agencies do, by hand or by due jobs.

`beginning` the letter, `old_area` and `new_area` the agencies, `steps` what they share, `arrivals`
what the exchange brings; `ways` says by item what moves, `sums`, `institution` and `conversion` how
much. `army` is of two parties only: what the army sends is noted, and taken over.
"""
