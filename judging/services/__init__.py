"""What is done in judging, one module a subject."""
