"""`make bench-truth`: ten simulated years of two thousand links with known truth, and who tells it best."""
