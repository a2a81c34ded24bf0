"""Benchmarks: what the product takes in time and space. Long runs, by hand or by make; no tests in here."""
