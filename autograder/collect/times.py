"""Times of handing in: read from names and from nbgrader's timestamp.txt, and written as it does."""

import datetime
import re

DIGITS = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[-_ T](\d\d)[-:.]?(\d\d)[-:.]?(\d\d)")


def zoned(time, zone):
    """time with its zone: `zone` where it says none; None for None."""
    return time and (time if time.tzinfo else time.replace(tzinfo=zone))


def parse(text, zone):
    """The time in a text like 2026-09-21 23:59:00 UTC or 2026-09-21-23-59-00; None when there is none."""
    text = text.strip()
    try:
        return zoned(datetime.datetime.fromisoformat(re.sub(r" ?(UTC|Z)$", "+00:00", text)), zone)
    except ValueError:
        pass
    found = DIGITS.fullmatch(text)
    try:
        return found and zoned(datetime.datetime(*map(int, found.groups())), zone)
    except ValueError:
        return None


def written(time):
    """As nbgrader writes and reads it."""
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
