"""The ledgers as tables; whether the hashes are right is for `verify` to say."""

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.ledger import GENESIS
from competitions.models import LedgerEvent, LedgerHead
from judging.models import ResultRelease
from kipp.invariants.registry import Register

invariant = Register()
CHECKS = invariant.checks


@invariant(_("Ujung rantai adalah kejadian terakhirnya."))
def ledger_heads_are_the_last_event():
    last = LedgerEvent.objects.filter(competition=OuterRef("competition")).order_by("-seq")
    heads = LedgerHead.objects.annotate(
        last_seq=Subquery(last.values("seq")[:1]), last_hash=Subquery(last.values("hash")[:1])
    ).values_list("competition__slug", "seq", "hash", "last_seq", "last_hash")
    return [
        slug
        for slug, seq, head, last_seq, last_hash in heads
        if (seq, head) != (last_seq or 0, last_hash or GENESIS)
    ]


@invariant(_("Rantai yang mempunyai kejadian mempunyai ujung."))
def ledgers_have_a_head():
    headless = LedgerEvent.objects.filter(competition__ledger_head=None).order_by()
    return headless.values_list("competition__slug", flat=True).distinct()


@invariant(_("Kejadian bernomor urut mulai dari 1."))
def event_numbers_are_contiguous():
    counted = (
        LedgerEvent.objects.order_by().values("competition__slug").annotate(n=Count("pk"), last=Max("seq"))
    )
    return counted.exclude(n=F("last")).values_list("competition__slug", flat=True)


@invariant(_("Setiap kejadian menyebut sidik kejadian sebelumnya."))
def events_name_the_hash_before():
    before = LedgerEvent.objects.filter(
        competition=OuterRef("competition"), seq=OuterRef("seq") - 1, hash=OuterRef("previous_hash")
    )
    loose = LedgerEvent.objects.exclude(Exists(before)).exclude(seq=1, previous_hash=GENESIS)
    return (f"{slug} #{seq}" for slug, seq in loose.values_list("competition__slug", "seq"))


@invariant(_("Pelaku setiap kejadian dikenal."))
def actors_are_known():
    known = User.objects.filter(code=OuterRef("actor"))
    foreign = LedgerEvent.objects.exclude(Exists(known))
    return (f"{slug} #{seq}" for slug, seq in foreign.values_list("competition__slug", "seq"))


@invariant(_("Ujung rantai yang tercetak di sebuah rilis ada di rantainya."))
def heads_of_releases_are_in_the_chain():
    link = LedgerEvent.objects.filter(
        competition=OuterRef("stage__competition"), seq=OuterRef("ledger_seq"), hash=OuterRef("ledger_hash")
    )
    return ResultRelease.objects.exclude(Exists(link)).values_list("code", flat=True)
