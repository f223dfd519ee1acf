"""Numbers are written as the page writes them."""

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backstep.paths import folder
from backstep.pictures.wording import plain, signed, sub, sup

FORMAT = folder("static") / "js" / "lib" / "format.js"
NUMBERS = [
    *(0, 1, -1, 0.5, -0.07364, 9.9996, 12.345678, 99999.4, 1e5),
    *(-3.2e7, 9.99e-5, -1.5e-9, 0.99995, 123.45),
]


def test_numbers_are_the_pages(tmp_path: Path) -> None:
    script = tmp_path / "ask.mjs"
    script.write_text(
        f"import {{ plain, signed }} from {json.dumps(FORMAT.as_uri())};\n"
        f"const numbers = {json.dumps(NUMBERS)};\n"
        "console.log(JSON.stringify(numbers.map((n) => [plain(n), plain(n, 2), signed(n, 3)])));\n"
    )
    node = Path(sys.executable).parent / "node"
    done = subprocess.run([node, script], capture_output=True, check=True, timeout=60)
    ours = [[plain(n), plain(n, 2), signed(n, 3)] for n in map(float, NUMBERS)]
    assert ours == json.loads(done.stdout)


def test_what_is_no_number_is_told() -> None:
    assert plain(None) == signed(None) == "–"
    assert plain(float("nan")) == signed(float("nan")) == "NaN"
    assert signed(float("inf")) == "> 3e38"
    assert signed(float("-inf")) == "< −3e38"


@given(st.floats(-1e30, 1e30))
def test_a_number_is_close_to_what_is_written(value: float) -> None:
    told = float(signed(value).replace("−", "-"))
    assert abs(told - value) <= 6e-3 * abs(value) + 6e-5 * (abs(value) < 1)


def test_names_have_raised_layers_and_lowered_units() -> None:
    assert sup(12) == "⁽¹²⁾"
    assert sub(1, 3) == "₁₃"
    assert sub(12, 3) == "₁₂,₃"
