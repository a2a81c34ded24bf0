"""Sets this bench up, runs it and tests it. Standard library only: it runs before anything is installed.

One module per concern; `__main__` is the command line that the Makefile calls.
"""
