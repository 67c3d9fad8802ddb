"""Labour relations (劳动关系): rules without I/O."""
