"""Tasks whose loss loses nothing: the row is the job, the task only rings.

A doorbell that cannot be rung (broker away) must not fail a request whose work is already committed:
the sweeper finds the row later.
"""

import logging

from celery.contrib.django.task import DjangoTask
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


class DoorbellTask(DjangoTask):
    def apply_async_on_commit(self, *args, **kwargs):
        from django.db import transaction

        transaction.on_commit(lambda: self.ring(*args, **kwargs))

    def delay_on_commit(self, *args, **kwargs):
        self.apply_async_on_commit(args, kwargs)

    def ring(self, *args, **kwargs):
        try:
            self.apply_async(*args, **kwargs)
        except (OperationalError, OSError) as error:
            logger.warning("Broker did not answer; %s waits for the sweeper: %s", self.name, error)
