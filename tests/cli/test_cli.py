"""The command `backstep`: its output, its files, its errors."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from backstep import __version__, cli
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import read_query
from backstep.settings import Caps, Settings
from backstep.texts.languages import languages
from backstep.web.http.services import services_of
from tests.sessions.replay import Recording, contract, descends, opened, replay

TABLE = {"name": "table", "x": [[1, 2], [3, 4], [5, 6]], "y": [0, 1, 2], "test_share": 0}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the server would have been started with."""
    found: dict[str, Any] = {}
    monkeypatch.setenv("BACKSTEP_STORE", "memory:")

    def listener(host: str, port: int, settings: Settings) -> Any:
        found.update(host=host, port=port)
        return SimpleNamespace(getsockname=lambda: (host, port))

    monkeypatch.setattr("backstep.web.http.serving.listener", listener)
    monkeypatch.setattr(
        "backstep.web.http.serving.run", lambda app, settings, opened: found.update(app=app)
    )
    return found


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "run.safetensors"


def recorded(output: Path, *arguments: str) -> Recording:
    assert cli.main(["record", *arguments, "--output", str(output)]) == 0
    return opened(output)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the single line of an error message."""
    try:
        code = cli.main(arguments)
    except SystemExit as exit:
        code = int(exit.code or 0)
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith("backstep: ")
    assert err.count("\n") == 1
    return err.removeprefix("backstep: ").strip()


def test_serve_listens_on_this_machine_at_8000(served: dict[str, Any]) -> None:
    assert cli.main(["serve"]) == 0
    assert (served["host"], served["port"]) == ("127.0.0.1", 8000)


def test_serve_listens_where_it_is_told(served: dict[str, Any]) -> None:
    assert cli.main(["serve", "--host", "0.0.0.0", "--port", "8123"]) == 0
    assert (served["host"], served["port"]) == ("0.0.0.0", 8123)


def test_a_port_that_is_taken_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKSTEP_STORE", "memory:")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused(capsys, "serve", "--port", str(port))
    assert told.startswith(f"--host, --port: 127.0.0.1:{port}: ")


def test_serve_keeps_runs_in_a_file_of_the_users_unless_told_otherwise(
    served: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("BACKSTEP_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    cli.main(["serve"])
    assert (tmp_path / "backstep" / "runs.sqlite").exists()
    assert services_of(served["app"]).store.persistence.durable
    cli.main(["serve", "--store", f"sqlite:{tmp_path}/other"])
    assert (tmp_path / "other").exists()
    cli.main(["serve", "--store", "memory:"])
    assert not services_of(served["app"]).store.persistence.durable
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))
    cli.main(["serve"])
    assert not services_of(served["app"]).store.persistence.durable
    assert "in memory only" in capsys.readouterr().err


@pytest.mark.parametrize("store", ["sqlite:", "redis", "sqlite:/proc/none/runs"])
def test_a_store_that_cannot_be_used_is_refused(
    capsys: pytest.CaptureFixture[str], store: str
) -> None:
    assert refused(capsys, "serve", "--store", store).startswith("--store: ")


@pytest.mark.usefixtures("served")
def test_serve_opens_the_lab_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    class Timer:
        def __init__(self, seconds: float, function: Any, arguments: list[str]) -> None:
            self.start = lambda: function(*arguments)

    monkeypatch.setattr("threading.Timer", Timer)
    monkeypatch.setattr("webbrowser.open", pages.append)
    cli.main(["serve"])
    assert pages == []
    cli.main(["serve", "--port", "8123", "--open"])
    assert pages == ["http://127.0.0.1:8123"]


def test_presets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(PRESETS)
    for line, name in zip(lines, PRESETS, strict=True):
        assert line.endswith(languages().default.say(f"catalogue.presets.{name}.help"))


def test_presets_are_listed_in_a_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["presets", "--lang", "ru"]) == 0
    assert languages()["ru"].say("catalogue.presets.circle.help") in capsys.readouterr().out
    assert cli.main(["presets", "--lang", "tlh"]) == 2
    assert "--lang" in capsys.readouterr().err


def test_presets_as_json_lead_to_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["presets", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(PRESETS)
    for row in rows:
        assert set(row) == {"name", "help", "query"}
        name, _, preset = row["query"].partition("=")
        assert read_query({name: preset}, Caps()) == read_query({"preset": row["name"]}, Caps())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        cli.main(["--version"])
    assert exit.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


def test_a_recorded_preset_can_be_worked_out_again(output: Path) -> None:
    recording = recorded(output, "--preset", "circle", "--steps", "60")
    contract(recording, [2, 4, 2, 1], 10, (250, 250))
    assert recording.metadata["backstep_version"] == __version__
    replay(recording, "sigmoid")
    descends(recording, 0.03)
    losses = recording.tensors["loss.train"]
    assert losses[-1] < losses[0]


def test_a_recorded_spec_can_be_worked_out_again(tmp_path: Path, output: Path) -> None:
    spec = {
        "data": TABLE,
        "network": {"hidden": [{"units": 3, "activation": "relu"}]},
        "training": {"batch_size": 2, "l2": 0.1, "optimizer": {"learning_rate": 0.5}},
    }
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(spec))
    recording = recorded(output, "--spec", str(path), "--steps", "7")
    contract(recording, [2, 3, 3], 2, (3, 0))
    assert recording.spec["training"]["l2"] == 0.1
    replay(recording, "softmax", l2=0.1)
    descends(recording, 0.5)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_recorded(output: Path, preset: str) -> None:
    recording = recorded(output, "--preset", preset, "--steps", "2")
    assert recording.steps == 2
    assert read_query({"preset": preset}, Caps()).model_dump(exclude_none=True) == recording.spec


def test_a_run_that_fails_is_recorded_up_to_there(
    diverging: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = recorded(output, "--spec", str(diverging), "--steps", "5000")
    assert 0 < recording.steps < 5000
    assert capsys.readouterr().err == "backstep: training failed; recorded up to there\n"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ([], "COMMAND"),
        (["bake"], "COMMAND"),
        (["serve", "--port", "many"], "--port"),
        (["serve", "--port", "65536"], "--port"),
        (["serve", "--port", "-1"], "--port"),
        (["serve", "--colour", "red"], "--colour"),
        (["record", "--preset", "circle", "--steps", "5"], "--output"),
        (["record", "--preset", "circle", "--output", "x"], "--steps"),
        (["record", "--steps", "5", "--output", "x"], "--preset"),
        (
            ["record", "--preset", "circle", "--spec", "x", "--steps", "5", "--output", "x"],
            "--spec",
        ),
        (["record", "--preset", "circle", "--steps", "few", "--output", "x"], "--steps"),
        (["record", "--preset", "circle", "--steps", "-1", "--output", "x"], "--steps"),
        (["record", "--preset", "cirkle", "--steps", "5", "--output", "x"], "--preset"),
        (["record", "--preset", "circle", "--steps", "5", "--output", "no/such/x"], "--output"),
        (["record", "--preset", "circle", "--steps", "0", "--output", "/"], "--output"),
        (["record", "--spec", "no/such.json", "--steps", "5", "--output", "x"], "--spec"),
    ],
)
def test_bad_arguments_are_refused_in_one_line_by_name(
    capsys: pytest.CaptureFixture[str], arguments: list[str], field: str
) -> None:
    assert field in refused(capsys, *arguments).partition("no/such")[0]


def test_where_to_write_is_looked_at_before_training(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "recorder", lambda spec: pytest.fail("it trained"))
    arguments = ["record", "--preset", "circle", "--steps", "5", "--output", "no/such/x"]
    assert refused(capsys, *arguments).startswith("--output: ")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", "--spec"),
        ("[" * 100_000, "--spec"),
        ("\xff", "--spec"),
        ("[]", "spec"),
        ('{"colour": 1}', "colour"),
        ('{"training": {"optimizer": {"beta1": 1}}}', "training.optimizer.beta1"),
        ('{"data": {"samples": 1e15}}', "data.samples"),
        ('{"data": {"noise": NaN}}', "data.noise"),
        ('{"data": {"name": "plane"}, "training": {"loss": "bce"}}', "training.loss"),
        ('{"data": {"name": "table", "x": [[1], [1, 2]], "y": [0, 1]}}', "data.x"),
    ],
)
def test_a_bad_spec_is_refused_in_one_line_by_field(
    tmp_path: Path, output: Path, capsys: pytest.CaptureFixture[str], text: str, field: str
) -> None:
    path = tmp_path / "spec.json"
    path.write_bytes(text.encode("latin-1"))
    arguments = ["record", "--spec", str(path), "--steps", "1", "--output", str(output)]
    assert refused(capsys, *arguments).startswith(f"{field}: ")
    assert not output.exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BACKSTEP_SESSIONS", "many"),
        ("BACKSTEP_CAPS__UNITS", "few"),
        ("BACKSTEP_PROXIES", "nginx"),
    ],
)
def test_a_bad_setting_is_refused_in_one_line_by_its_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert refused(capsys, "presets").startswith(f"{variable}: ")


def test_caps_come_from_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    monkeypatch.setenv("BACKSTEP_CAPS__SAMPLES", "400")
    arguments = ["record", "--preset", "circle", "--steps", "1", "--output", str(output)]
    assert refused(capsys, *arguments).startswith("data.samples: 500 examples; at most 400")


def test_the_module_is_the_command() -> None:
    command = [
        sys.executable,
        "-m",
        "backstep",
        "record",
        "--preset",
        "x",
        "--steps",
        "1",
        "--output",
        "x",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("backstep: --preset: ")
