"""Golden values shared by tests of pure modules. Sources stand beside them."""

from judging.scoring import Criterion, Sheet

# E. A competition: three of four jurors each, scale 1-5.
CODES = ("kebaruan", "signifikansi", "transferabilitas", "efektivitas", "keberlanjutan")
WEIGHTS = (25, 20, 15, 25, 15)
CRITERIA = tuple(Criterion(code, weight, 5) for code, weight in zip(CODES, WEIGHTS, strict=True))
LADDER = ("efektivitas", "kebaruan", "signifikansi", "transferabilitas", "keberlanjutan", "lowest_juror")
COMPETITION = {
    "A": {"1": (5, 3, 3, 3, 3), "2": (3, 2, 2, 3, 2), "3": (3, 2, 3, 3, 2)},
    "B": {"1": (4, 4, 4, 2, 4), "2": (4, 3, 2, 4, 3), "4": (1, 1, 2, 3, 2)},
    "C": {"1": (5, 5, 4, 5, 4), "3": (5, 4, 4, 4, 4), "4": (4, 4, 4, 3, 4)},
    "D": {"2": (4, 1, 3, 3, 2), "3": (2, 3, 2, 3, 3), "4": (2, 2, 1, 2, 3)},
    "E": {"1": (5, 5, 5, 5, 4), "2": (4, 5, 4, 3, 3), "3": (4, 4, 3, 5, 4)},
    "F": {"2": (3, 3, 3, 3, 3), "3": (2, 4, 3, 3, 3), "4": (3, 2, 2, 2, 2)},
}


def competition_sheets():
    return {
        entry: [Sheet(juror, dict(zip(CODES, points, strict=True))) for juror, points in rows.items()]
        for entry, rows in COMPETITION.items()
    }
