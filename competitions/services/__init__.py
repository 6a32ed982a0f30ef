"""What is done with an edition, one module a subject."""
