"""The listeners to a session's changes and events."""

from collections.abc import Callable
from time import monotonic
from typing import Any

OnChange = Callable[[dict[str, Any] | None], None]


class Listeners:
    """Passes changes (None) and events (dicts) on to all listeners.

    `version` counts the changes of what a frame shows. `used` is when the session last changed or
    lost a listener. `notice` is an event for everybody who connects while it holds.
    """

    def __init__(self) -> None:
        self.used = monotonic()
        self._version = 0
        self._notice: dict[str, Any] | None = None
        self._listeners: set[OnChange] = set()

    @property
    def version(self) -> int:
        return self._version

    @property
    def notice(self) -> dict[str, Any] | None:
        return self._notice

    @property
    def watched(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def listen(self, listener: OnChange) -> Callable[[], None]:
        """Call `listener` with each change and event until the returned function is called."""
        self._listeners.add(listener)

        def stop() -> None:
            self._listeners.discard(listener)
            self.used = monotonic()

        return stop

    def changed(self) -> None:
        """Notify every listener that frames show something new."""
        self.used = monotonic()
        self._version += 1
        for listener in list(self._listeners):
            listener(None)

    def changed_silently(self) -> None:
        """Count a change without notifying listeners."""
        self._version += 1

    def announce(self, event: dict[str, Any], *, besides: OnChange | None = None) -> None:
        """Send an event to every listener except `besides`."""
        for listener in list(self._listeners - {besides}):
            listener(event)

    def warn(self, notice: dict[str, Any]) -> None:
        """Announce a notice, and keep it until it is withdrawn."""
        self._notice = notice
        self.announce(notice)

    def withdraw(self, event: dict[str, Any]) -> None:
        """Withdraw the notice and announce `event`, which says so."""
        self._notice = None
        self.announce(event)
