"""What the counter of the HR services has done here: rehearsed, carried out, answered."""
