from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone

from agencies.services import mailing


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Accounts come from invitations only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Through the outbox: a slow mail server tells nobody whether an account exists."""
        message = self.render_mail(template_prefix, email, context)
        mailing.queue(to=email, subject=message.subject, body=message.body, at=timezone.now())

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Failures are counted per account *and* network: no stranger elsewhere can lock an official out."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"
