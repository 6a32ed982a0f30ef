"""The town: built once a module inside one transaction that is rolled back, so that many pages share it.

Tests that use it carry the mark `django_db`: each then runs in a savepoint of its own.
"""

import pytest
from django.db import transaction

from tests.contracts.town import make_town


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_town()
        transaction.set_rollback(True)
