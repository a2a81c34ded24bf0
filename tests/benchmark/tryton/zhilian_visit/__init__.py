"""A Tryton module that records the same visit, for the benchmark alone."""
