"""What is done with a proposal, one module a subject."""
