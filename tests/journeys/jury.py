"""Three jurors: invited, assigned, and every sheet of theirs filled in their own pages."""

from .bureau import join
from .tegal import BY_TITLE, UNFINISHED
from .visitor import Visitor


def empanel(bureau: Visitor, stage: str, name: str, worker, invitation, *, employer: str = "") -> Visitor:
    email = f"{name.split()[-1].lower()}@juri.example"
    bureau.open(f"/panitia/tahap/{stage}/panel/tambah/")
    with worker():
        bureau.press(
            "Undang dan jadikan juri",
            name=name,
            email=email,
            institution="Universitas Contoh",
            employer=employer,
        )
    return sign(join(invitation(email)), name)


def sign(juror: Visitor, name: str) -> Visitor:
    """The statement of integrity, which the queue asks for before it shows anything."""
    juror.open("/juri/")
    juror.follow("Baca dan tanda tangani")
    juror.press("Tanda tangani", agrees="on", name=name)
    return juror


def plan_and_apply(bureau: Visitor, stage: str, worker) -> None:
    bureau.open(f"/panitia/tahap/{stage}/penugasan/rencana/")
    with worker():
        bureau.press("Susun rencana")
    bureau.open(bureau.page.address)
    bureau.press("Terapkan")


def readings(juror: Visitor) -> list[tuple[str, str]]:
    """Title and address of every proposal in the juror's own order."""
    page = juror.open("/juri/")
    return [(text, link) for text, link in page.links if text in BY_TITLE]


def open_sheet(juror: Visitor, link: str) -> list[str]:
    """Past the conflict gate; returns the names of the fields for points, in the order of the rubric."""
    if juror.open(link).has_button("Saya tidak memiliki"):
        juror.press("Saya tidak memiliki")
    form, _button = juror.page.form_with("Selesai")
    return [name for name in form.boxes if name.startswith("points_")]


def score(juror: Visitor, number: int) -> list[str]:
    """Fill every sheet of juror `number`; a sheet without points in the table is begun and left."""
    left = []
    for title, link in readings(juror):
        fields, points = open_sheet(juror, link), BY_TITLE[title].points[number]
        if points:
            juror.press("Selesai", **dict(zip(fields, points, strict=True)))
        else:
            left.append(title)
            juror.press("Simpan", **dict(zip(fields, UNFINISHED, strict=False)))
    return left
