"""Employment and starting a business (就业创业): rules without I/O."""
