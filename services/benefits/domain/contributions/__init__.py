"""Contributions to social insurance (社会保险费): bases, rates, a month, arrears and refunds.

Every amount is worked out step by step (`sscsim.kernel.explain`); the figures are those of the
place and of the month that the contribution is *for*, also when it is paid later.
"""

from typing import Final

PENSION, UNEMPLOYMENT, INJURY = "pension", "unemployment", "injury"
MEDICAL, MATERNITY = "medical", "maternity"
INSURANCES: Final = (PENSION, UNEMPLOYMENT, INJURY, MEDICAL, MATERNITY)
EMPLOYER, PERSON = "employer", "person"
