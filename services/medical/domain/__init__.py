"""The rules of a settlement, pure: amounts in, amounts and their steps out.

The order of the files is the order of the calculation: fee_lines, (maternity,) deductible or
chronic, ratio, pool, large_amount, big_illness, civil_servant, assistance, or work_injury alone,
shares; `benefit` puts them together. `kinds` says which rules a visit falls under.
"""
