"""What an institution declares for a person (待遇申报), and takes back.

| file | what is in it |
|---|---|
| `who.py` | whom it is for: insured where and as what, and whether the institution may |
| `transfers.py` | 转院: a filing away from home, a record within the city |
| `chronic.py` | 慢特病: over the registrations |
| `chosen.py` | 定点: a person's own institution for a purpose |
| `accidents.py` | 意外伤害: what bills for an injury rest on |
"""
