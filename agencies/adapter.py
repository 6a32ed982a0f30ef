from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Accounts come from invitations only."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Failures are counted per account *and* network: no stranger elsewhere can lock an official out."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"
