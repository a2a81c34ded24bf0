"""Brings the bench's fixtures to all tests: those in tests/ and those inside the apps."""

pytest_plugins = ["tests.plugin", "tests.chromium"]
