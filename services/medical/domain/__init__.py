"""The rules of an settlement, pure: amounts in, amounts and their steps out.

The order of the files is the order of the calculation: fee_lines, deductible, ratio, pool,
large_amount, big_illness, civil_servant, assistance, shares; `benefit` puts them together.
"""
