"""A connection that drops says so, comes back by itself, and stands where it stood."""

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.lab import Lab, Visit, ready
from tests.browser.server import serving

RESTARTED = 1012


def test_a_dropped_connection_resumes(page: Page, visit: Visit) -> None:
    routes: list[WebSocketRoute] = []

    def through(route: WebSocketRoute) -> None:
        route.connect_to_server()
        routes.append(route)

    page.route_web_socket("**/stream", through)
    lab = visit("step=12&op=5")
    lab.at(12, 5)
    seen = lab.snapshot()
    routes[0].close(code=RESTARTED)
    lab.says("Connection lost")
    expect(lab.banner).to_be_hidden()
    assert len(routes) == 2
    lab.at(12, 5)
    assert lab.snapshot() == seen
    page.keyboard.press("ArrowRight")
    lab.at(12, 6)


def test_a_network_without_streams_is_named(page: Page, address: str, problems: list[str]) -> None:
    """As behind a proxy that lets pages through, and nothing that stays open."""
    page.add_init_script(
        """WebSocket = class extends WebSocket {
             constructor(address) { super(String(address).replace("/stream", "/blocked")); }
           }"""
    )
    page.goto(address)
    expect(page.locator("#banner")).to_contain_text("no live connection (WebSocket) opens")
    expect(page.locator("#banner button")).to_be_visible()
    problems[:] = [each for each in problems if "WebSocket" not in each]


def test_a_server_that_has_forgotten_the_run_trains_it_again(
    page: Page, problems: list[str]
) -> None:
    with serving() as address:
        lab = Lab(page, address).open("hidden=3&step=30&op=4")
        lab.at(30, 4)
        seen = lab.snapshot()
    lab.says("Connection lost")
    with serving(port=int(address.rpartition(":")[2])):
        lab.says("it was retrained")
        # The notice comes when the run is there; keys count once its stream is open too.
        ready(page)
        page.keyboard.press("ArrowRight")
        lab.at(30, 5)
        page.keyboard.press("ArrowLeft")
        lab.at(30, 4)
        assert lab.snapshot() == seen
    # The browser itself reports each attempt that met no server.
    problems[:] = [
        each for each in problems if "ERR_CONNECTION" not in each and "WebSocket" not in each
    ]
