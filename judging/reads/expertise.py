"""What jurors know of each category of an edition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from agencies.models import User
from competitions.models import Category, Competition
from judging.models import Expertise
from kipp.lib import canonical


def categories_of(competition: Competition) -> list[Category]:
    return list(competition.categories.all())


def levels_of(competition: Competition, users: Iterable[User]) -> dict[int, dict[int, int]]:
    """User id -> category id -> level; what nobody has said is left out."""
    users = list(users)
    found: dict[int, dict[int, int]] = defaultdict(dict, {user.pk: {} for user in users})
    rows = Expertise.objects.filter(category__competition=competition, user__in=users)
    for user, category, level in rows.values_list("user", "category", "level"):
        found[user][category] = level
    return found


def has_said(user: User, competition: Competition) -> bool:
    return Expertise.objects.filter(user=user, category__competition=competition).exists()


def stamp(levels: Mapping[int, Mapping[int, int]]) -> str:
    """Changes with any level of these jurors."""
    rows = sorted((user, category, level) for user, row in levels.items() for category, level in row.items())
    return canonical.sha256(canonical.dumps(rows))
