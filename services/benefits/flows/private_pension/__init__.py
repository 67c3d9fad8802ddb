"""The private pension after its applications: money in, products, another bank, money out."""
