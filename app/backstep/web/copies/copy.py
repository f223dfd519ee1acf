"""A run as one HTML file without network or server: docs/embedding.md, *Offline copy*."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from backstep import __version__
from backstep.paths import folder
from backstep.protocol.catalogue.build import catalogue
from backstep.protocol.catalogue.embed import CONTROLS, Embed
from backstep.protocol.catalogue.panels import PANELS
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec, SpecError
from backstep.sessions.offline.film import Film
from backstep.sessions.run.sets import NO_SETS, Found
from backstep.sessions.session import Session
from backstep.settings import Settings
from backstep.texts.languages import Languages, Texts, languages
from backstep.texts.message import Message
from backstep.web.copies import bundle
from backstep.web.copies.minify import minified
from backstep.web.html.scene_layout import arranged
from backstep.web.html.templates import templates
from backstep.web.http.assets import Assets
from backstep.web.http.vendor import PLOTLY

# The panels that a recording can show; the others need a server.
RECORDED = (
    "ribbon", "network", "explanation", "inspector", "surface", "slice", "output", "health",
    "curve", "transport", "legend",
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What a copy contains: `steps` from the run's start, for `panels`.

    It opens at `moment`, a (step, op), with `select` selected.
    """

    spec: Spec
    steps: int
    panels: tuple[str, ...]
    edits: Sequence[EditSpec] = ()
    moment: tuple[int, int] = (0, 0)
    select: str | None = None


def read_panels(names: Iterable[str], field: str) -> tuple[str, ...]:
    """Return the panels of a copy, each once. Raises SpecError for `field`."""
    found = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    wrong = [name for name in found if name not in RECORDED]
    if wrong:
        key = "refusals.copy.served" if wrong[0] in PANELS else "refusals.one_of"
        raise SpecError([(field, Message(key, value=wrong[0], allowed=RECORDED))])
    return found


def make(
    order: Order,
    settings: Settings,
    *,
    texts: Texts | None = None,
    spoken: Languages | None = None,
    field: str = "steps",
    sets: Found = NO_SETS,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[bytes, int]:
    """Return the file, and its number of steps: after a failure fewer than requested.

    The file has all languages of `spoken`, by default those of the package. It opens in that of
    `texts`, by default the reader's. Raises SpecError, for `field` if there are too many steps.
    """
    session = Session(order.spec, settings, order.edits, sets=sets)
    size = session.run.parameters.size
    most = min(settings.copy_steps, settings.copy_numbers // size)
    if not 1 <= order.steps <= most:
        raise SpecError([(field, Message("refusals.copy.steps", value=order.steps, limit=most))])
    film = Film(session, order.steps, order.panels, order.select)
    done = film.take(progress)
    if not done:
        raise SpecError([(field, Message("refusals.copy.fails"))])
    step, op = min(order.moment, (done - 1, len(session.run.operations) - 1))
    boot = {"moment": {"step": step, "op": op}, "select": order.select}
    spoken = spoken or languages()
    catalogues = {code: catalogue(settings.caps, each) for code, each in spoken.items()}
    data = document(film.encode(), order.panels, catalogues, boot, settings.embed_origins, texts)
    return data, done


def _shown(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return a catalogue without what only the controls use."""
    absent: dict[str, Any] = {key: [] for key in bundle.LEFT_OUT}
    return dict(choices) | absent | {"controls": {}}


def document(
    recording: bytes,
    panels: tuple[str, ...],
    catalogues: Mapping[str, Mapping[str, Any]],
    boot: Mapping[str, Any],
    origins: str,
    texts: Texts | None,
) -> bytes:
    """Return the file.

    `boot` is what a copy's page starts with beyond an ordinary page, `origins` are the pages that
    may control it.
    """
    scene, spoken = Embed(panels, hide=("reset", "link")), texts or languages().default
    shown = {code: _shown(choices) for code, choices in catalogues.items()}
    start: dict[str, Any] = {
        "spec": None,
        "edits": [],
        "preset": "",
        "moment": None,
        "select": None,
        "focus": None,
    }
    start |= {"problems": [], "theme": "auto", "locale": texts.code if texts else None, "run": None}
    start |= {"locales": languages().names, **boot}
    start |= {"embed": asdict(scene) | {"origins": origins.split(), "tabs": {}}}
    start |= {"panels": panels, "controls": CONTROLS}
    blocks = {
        "recording": bundle.packed(recording),
        "page": bundle.packed(bundle.pack_assets(shown, panels)),
    }
    if "surface" in panels:
        blocks["plotly"] = bundle.packed(PLOTLY.read_bytes())
    unpack = (folder("static") / "js" / "copy" / "unpack.js").read_text()
    pages = templates(folder("templates"), Assets(folder("static")))
    text: str = pages.get_template("copy.html").render(
        boot=start,
        blocks=blocks,
        unpack=minified(unpack),
        version=__version__,
        locale=spoken.code,
        words=spoken.file("site"),
        **arranged(scene),
    )
    return text.encode()
