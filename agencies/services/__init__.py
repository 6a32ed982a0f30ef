"""What is done with agencies and people, one module a subject."""
