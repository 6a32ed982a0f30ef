"""The pages, one module a person and subject."""
