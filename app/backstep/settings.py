"""Every cap and time limit, in one place; each is an environment variable `BACKSTEP_…`."""

from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Caps(BaseModel):
    """What a spec may ask for, checked before anything is allocated."""

    model_config = ConfigDict(frozen=True)

    hidden_layers: int = 8
    units: int = 256
    parameters: int = 200_000
    samples: int = 20_000
    grid: int = 101
    # Activations of one forward pass over a whole data set or a map: samples × units.
    activations: int = 1_000_000
    # One update is never cut in two, and holds the server for about so long: batch × parameters.
    update: int = 40_000_000
    # The furthest a single seek or forward may go beyond the position.
    steps_ahead: int = 1_000_000


class Rate(BaseModel):
    """So many a second in the long run, and `burst` at once."""

    model_config = ConfigDict(frozen=True)

    per_second: float = Field(gt=0)
    burst: float = Field(gt=0)


class Rates(BaseModel):
    """How much one client may ask for. An address counts as one client over HTTP, and a whole class
    may share it; on a stream every connection is one."""

    model_config = ConfigDict(frozen=True)

    requests: Rate = Rate(per_second=100, burst=10_000)
    runs: Rate = Rate(per_second=2, burst=400)
    uploads: Rate = Rate(per_second=1, burst=100)
    codes: Rate = Rate(per_second=1, burst=300)  # wrong ones
    bytes: Rate = Rate(per_second=4 * 2**20, burst=64 * 2**20)
    commands: Rate = Rate(per_second=250, burst=1000)
    command_bytes: Rate = Rate(per_second=128 * 2**10, burst=2**20)


class Uploads(BaseModel):
    """What a file of one's own may have, and how much of them all is kept."""

    model_config = ConfigDict(frozen=True)

    bytes: int = Field(4 * 2**20, description="of a file")
    columns: int = 100
    line: int = Field(100_000, description="characters of a line")
    categories: int = Field(50, description="different values of a category, or classes")
    sets: int = Field(200, description="kept at once, besides those in use")
    memory: int = Field(128 * 2**20, description="bytes of the sets kept")


def _networks(text: str) -> str:
    """Addresses and networks: one that is misspelt would be trusted by nobody, and nobody told."""
    for each in text.split():
        try:
            ip_network(each)
        except ValueError as error:
            raise ValueError(f"{error}; allowed: addresses and networks, as 10.0.0.0/24") from None
    return text


class Settings(BaseSettings):
    """The server's settings."""

    model_config = SettingsConfigDict(env_prefix="BACKSTEP_", env_nested_delimiter="__")

    caps: Caps = Caps()
    uploads: Uploads = Uploads()
    rates: Rates = Rates()
    hosts: str = Field("*", description="names that the server goes by; * is any")
    origins: str = Field(
        "", description="pages besides the server's own that may open streams: https://a.example"
    )
    proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "127.0.0.1 ::1",
        description="who is believed in X-Forwarded-For and -Proto: addresses, networks",
    )
    absent_origin: bool = Field(True, description="streams without an origin: programs, not pages")
    null_origin: bool = Field(False, description="streams of files and sandboxed frames")
    sessions: int = Field(500, description="runs kept at once")
    connections: int = Field(1500, description="streams open at once, all runs together")
    log_format: Literal["text", "json"] = Field("text", description="a line of the log")
    store: str = Field(
        "memory:", description="where runs are kept: memory:, sqlite:PATH, or redis://HOST:PORT/0"
    )
    lease_seconds: float = Field(
        4, gt=0, description="a process that shares a store is taken for dead after so long"
    )
    idle_seconds: float = Field(
        3600, description="a run that is in memory only ends after so long without a connection"
    )
    awake_seconds: float = Field(
        300, description="one that is in a store leaves the memory after so long"
    )
    keep_seconds: float = Field(30 * 86400, description="and the store after so long unused")
    flush_seconds: float = Field(0.5, description="how often it is written down where runs are")
    clean_seconds: float = Field(
        60, gt=0, description="how often memory that is free is given back to the system"
    )
    run_memory: int = Field(16 * 2**20, description="bytes of checkpoints a run may keep")
    hello_seconds: float = Field(10, description="time to say hello after connecting")
    send_seconds: float = Field(20, description="time a client may take to read one message")
    message_bytes: int = Field(64 * 1024, description="longest command")
    body_bytes: int = Field(8 * 2**20, description="longest HTTP body")
    copy_steps: int = Field(1000, description="steps of a copy that needs no server")
    copy_numbers: int = Field(1_000_000, description="of its steps times the parameters")
    races: int = Field(4, description="different races that one run may have at once")
    slice_seconds: float = Field(0.002, description="engine work between two looks at others")
    round_seconds: float = Field(
        0.15, description="engine work of all who play, once round: with many, slices are shorter"
    )
    play_share: float = Field(
        0.85,
        gt=0,
        le=1,
        description="of its time that a run at full speed trains; the rest is for what draws it",
    )
    # A little under the time of a screen's picture, so that each finds a new frame.
    frame_seconds: float = Field(1 / 80, description="least time between two frames of a client")
    class_frames: float = Field(
        10_000, gt=0, description="frames a second that all followers of a run get together"
    )
    embed_ancestors: str = Field(
        "*", description="who may frame /embed: * is everybody, else sources as in a policy"
    )
    # `local`: pages of this computer, files too, while the server is on it; `null`: files and
    # sandboxed frames; `*`: everybody; else origins, as https://slides.example.
    embed_origins: str = Field(
        "self local", description="pages whose messages a scene obeys, and that it answers"
    )
    window: int = Field(2, description="frames a client may leave unacknowledged")
