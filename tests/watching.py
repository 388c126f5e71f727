"""What no page of the book may do: log an error, or ask another host for anything."""

from urllib.parse import urlsplit

LOCAL = ("127.0.0.1", "")  # the second for file:, data: and blob: addresses


def watch(page, troubles):
    """Notes console errors, uncaught exceptions and requests to other hosts."""

    def foreign(request):
        if (urlsplit(request.url).hostname or "") not in LOCAL:
            troubles.append(f"request to another host: {request.url}")

    page.on(
        "console", lambda message: message.type == "error" and troubles.append(f"console: {message.text}")
    )
    page.on("pageerror", lambda error: troubles.append(f"uncaught: {error}"))
    page.on("request", foreign)
