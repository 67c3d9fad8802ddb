"""Work injury insurance (工伤保险): premium rates, deadlines, benefits by grade, care, death.

Regulation on work injury insurance (工伤保险条例, 2010-12-20); what provinces set stands in their
figures. Medical bills are the medical service's matter.
"""

from typing import Final

FUND, EMPLOYER = "fund", "employer"
"""Who pays a benefit: the fund of work injury insurance, or the employer itself."""

GRADES: Final = range(1, 11)
"""Of disability (伤残等级): 1 is the heaviest."""
