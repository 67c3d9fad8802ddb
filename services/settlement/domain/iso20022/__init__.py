"""ISO 20022 messages: payment (pacs.009), return (pacs.004), a bank's report (camt.053).

Element names, their order and their lengths are those of the versions named in `xml.py`; which
of our facts stands in which element is our own mapping: no published profile of the medical
clearing says it. A message holds whole amounts in CNY with two decimals; its header's count and
sum are those of its transactions.
"""
