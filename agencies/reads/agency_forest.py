"""The trees as they would stand after an import: the file's good rows over the register."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from agencies.models import Agency

from .importing import Hints, PlannedRow

DEEPEST = 20


def code_of(row: PlannedRow) -> str:
    return row.values["kode"].upper()


def parent_code(row: PlannedRow) -> str | None:
    """The parent's code, empty for none; None when the file has no such column: the parent stays."""
    return row.values["induk"].upper() if "induk" in row.values else None


class Forest:
    def __init__(self, register: Mapping[str, Agency], by_code: Mapping[str, PlannedRow]):
        self.register = register
        self.by_code = by_code
        self.hints = Hints([*register, *by_code])

    def refuse_impossible_parents(self) -> None:
        """Until nothing is left to refuse: a refused row changes what stands above the others."""
        found = True
        while found:
            found = [
                (row, sentence)
                for row in self.by_code.values()
                if not row.is_error and (sentence := self._error(row))
            ]
            for row, sentence in found:
                row.refuse(sentence)

    def _error(self, row: PlannedRow) -> str:
        code = parent_code(row)
        if not code:
            return ""
        above = self.by_code.get(code)
        if code not in self.register and above is None:
            sentence = _("Induk “%(code)s” tidak ada, baik di berkas maupun di daftar instansi.")
            return sentence % {"code": code} + self.hints.near(code)
        if code not in self.register and above.is_error:
            return _("Induk %(code)s di baris %(line)s masih galat.") % {"code": code, "line": above.number}
        if self._is_closed(row, code):
            return _("Induk “%(code)s” sudah tidak aktif.") % {"code": code}
        return self._chain_error(row)

    def _is_closed(self, row: PlannedRow, code: str) -> bool:
        """Nobody moves under an agency out of use; who is there already may stay."""
        agency = self.register.get(code)
        if agency is None or agency.is_active:
            return False
        return row.target is None or row.target.parent_id != agency.pk

    def _chain_error(self, row: PlannedRow) -> str:
        start = code_of(row)
        path, above = {start}, self._above(start)
        while above and above not in path:
            path.add(above)
            if len(path) > DEEPEST:
                return _("Induk bertingkat lebih dari 20. Periksa kolom induk.")
            above = self._above(above)
        return _("Induk berputar: instansi ini berada di bawah dirinya sendiri.") if above == start else ""

    def _above(self, code: str) -> str:
        row = self.by_code.get(code)
        if row is not None and not row.is_error and (parent := parent_code(row)) is not None:
            return parent
        agency = self.register.get(code)
        return agency.parent.code.upper() if agency and agency.parent else ""
