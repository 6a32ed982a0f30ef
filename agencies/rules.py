"""Who may ever do what with agencies and people. Integrity never hangs on a permission."""

import rules

is_organiser = rules.Predicate(lambda user: user.organises_something, "is_organiser")
is_overseer = rules.Predicate(lambda user: user.oversees_something, "is_overseer")

rules.add_perm("agencies.view_register", is_overseer)
rules.add_perm("agencies.manage_register", is_organiser)
rules.add_perm("agencies.invite_people", is_organiser)
