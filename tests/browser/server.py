"""The real server on a port of its own, in a thread."""

import contextvars
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backstep.settings import Settings
from backstep.web.application import create_app
from backstep.web.http.serving import Server, listener
from tests.waiting import until


@contextmanager
def serving(port: int = 0, **settings: Any) -> Iterator[str]:
    """Serves while in the block; gives the address. Port 0 is any free one."""
    chosen = Settings(**settings)
    opened = listener("127.0.0.1", port, chosen)
    server = Server(create_app(chosen), chosen)
    # What is offered here, such as layer kinds, is offered there.
    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(server.run, [opened]))
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        assert server.started
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        opened.close()
