from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2PasswordHasher(Argon2PasswordHasher):
    """argon2id with OWASP's smallest recommended cost, so that a crowd can sign in within a minute."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
