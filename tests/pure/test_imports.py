"""A web worker that names these types must not pay for numpy and scipy."""

import subprocess
import sys

MODULES = (
    "agreement",
    "assigning",
    "auditing",
    "calibration",
    "merkle",
    "readings",
    "scoring",
    "uncertainty",
)


def test_importing_the_maths_of_judging_loads_neither_numpy_nor_django():
    code = f"""
import sys
for name in {MODULES}:
    __import__("judging." + name)
print(sorted({{"numpy", "scipy", "django", "celery"}} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
