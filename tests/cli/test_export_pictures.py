"""`backstep export`: stills and films."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from backstep import cli
from tests.cli.test_cli import refused

CIRCLE = ("--preset", "circle")
SMALL = ("--size", "320x180")


def export(*arguments: object) -> None:
    assert cli.main(["export", *map(str, arguments)]) == 0


def test_a_still_is_written_as_svg_and_png_with_its_alt_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    svg, png = tmp_path / "moment.svg", tmp_path / "moment.png"
    export(*CIRCLE, "--svg", svg, "--png", png, "--scale", 2, "--step", 3, "--op", 9, *SMALL)
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == [f"{svg}: 320 × 180", f"{png}: 640 × 360 pixels"]
    assert out[2].startswith(
        'A 2-4-2-1 network learns the data set "Circle". Step 3, operation 9 of 14, backward'
    )
    with Image.open(png) as image:
        assert image.size == (640, 360)
        assert image.info["Description"] == out[2]
    root = ElementTree.parse(svg).getroot()
    assert (root.get("width"), root[1].text) == ("320", out[2])


def test_a_still_is_of_a_steps_end_unless_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export("--preset", "mazur", "--svg", tmp_path / "moment.svg")
    assert "Step 0, operation 10 of 10, update" in capsys.readouterr().out


def test_a_film_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "film.gif"
    export(*CIRCLE, "--gif", path, "--from", 4, "--to", 5, "--by", "pass", "--fps", 2, *SMALL)
    first, told = capsys.readouterr().out.splitlines()
    assert first == f"{path}: 4 frames, {path.stat().st_size / 1e6:.2f} MB"
    assert told.startswith(
        'A 2-4-2-1 network learns the data set "Circle". 4 frames. After 4 updates'
    )
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == 4
        assert image.info["duration"] == 500
        assert image.info["comment"].decode() == told


def test_a_recording_is_drawn_with_its_edits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run.safetensors"
    cli.main(["record", "--preset", "chain", "--steps", "5", "--output", str(run)])
    export("--run", run, "--png", tmp_path / "moment.png", "--step", 4, *SMALL)
    assert "A 1-1-1-1 network learns from a table. Step 4" in capsys.readouterr().out


def test_a_run_that_fails_is_filmed_up_to_there(
    diverging: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export("--spec", diverging, "--gif", tmp_path / "film.gif", "--to", 200, *SMALL)
    assert capsys.readouterr().err == "backstep: training failed; filmed up to there\n"
    still = ("--spec", str(diverging), "--svg", str(tmp_path / "moment.svg"), "--step", "150")
    assert "--step: training fails before: Training stopped" in refused(capsys, "export", *still)
    film = ("--spec", str(diverging), "--gif", str(tmp_path / "film.gif"), "--from", "150")
    assert "--from: training fails before: Training stopped" in refused(
        capsys, "export", *film, "--to", "200"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--output, --svg, --png, --gif: one of them is required"),
        (("--gif", "{}/f.gif"), "--to: is required"),
        (
            ("--gif", "{}/f.gif", "--from", "5", "--to", "5"),
            "--to: is 5; allowed: 6 to 1000000",
        ),
        (("--gif", "{}/f.gif", "--from", "-1", "--to", "5"), "--from: is -1; allowed: 0 to"),
        (
            ("--gif", "{}/f.gif", "--to", "9", "--by", "week"),
            "--by: 'week' is not one of operation",
        ),
        (("--gif", "{}/f.gif", "--to", "9", "--every", "0"), "--every: is 0; allowed: 1 to"),
        (("--gif", "{}/f.gif", "--to", "9", "--fps", "51"), "--fps: is 51; allowed: 0.1 to 50"),
        (("--gif", "{}/f.gif", "--to", "9", "--fps", "nan"), "--fps: is nan; allowed"),
        (
            ("--gif", "{}/f.gif", "--to", "3000"),
            "more than 482 frames of 960x540: use",
        ),
        (("--gif", "{}/f.gif", "--to", "9", "--op", "3"), "--op: needs --svg or --png"),
        (("--gif", "{}/no/f.gif", "--to", "9"), "--gif: there is no folder"),
        (("--gif", "{}", "--to", "9"), "is a folder"),
        (("--svg", "{}/f.svg", "--fps", "3"), "--fps: needs --gif"),
        (("--svg", "{}/f.svg", "--size", "100"), "--size: is '100'; allowed: 320x180 to 3840x2160"),
        (("--svg", "{}/f.svg", "--size", "9999x9999"), "--size: is '9999x9999'; allowed"),
        (("--svg", "{}/f.svg", "--theme", "red"), "--theme: 'red' is not one of light, dark"),
        (("--svg", "{}/f.svg", "--panels", "slice"), "--panels: 'slice' is not one of ribbon"),
        (
            ("--svg", "{}/f.svg", "--panels", "ribbon"),
            "--panels: the ribbon alone is not a picture",
        ),
        (("--svg", "{}/f.svg", "--step", "-1"), "--step: is -1; allowed: 0 to 1000000"),
        (("--svg", "{}/f.svg", "--op", "15"), "--op: is 15; allowed: 0 to 14"),
        (
            ("--svg", "{}/f.svg", "--select", "w1"),
            "--select: the network has no 'w1'; names look like l",
        ),
        (("--svg", "{}/f.svg", "--scale", "2"), "--scale: needs --png"),
        (("--png", "{}/f.png", "--scale", "9"), "--scale: is 9; allowed: 0.25 to 8"),
        (("--png", "{}/f.png", "--scale", "8"), "--scale: 7680 × 4320 pixels are too many"),
        (("--svg", "{}/f.svg", "--steps", "9"), "--steps: is for a page; use it with --output"),
        (("--output", "{}/f.html", "--theme", "dark"), "--theme: is for pictures and films"),
    ],
)
def test_what_cannot_be_drawn_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    given = [each.format(tmp_path) for each in arguments]
    assert says in refused(capsys, "export", *CIRCLE, *given)
    assert list(tmp_path.iterdir()) == []
