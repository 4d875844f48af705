"""What reading costs: generated pages, and the clock. `make bench` runs it; it is no test."""
