"""A complete synthetic edition in any phase: for looking at pages, for tests, for measuring."""
