"""Every socket of this process, and of the Python processes that it starts, ends at this machine.

It stands in where no network namespace can be made; a folder with it goes onto `PYTHONPATH`.
"""

from __future__ import annotations

import errno
import ipaddress
import sys


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not _is_here(str(arguments[1][0])):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    if event == "socket.getaddrinfo" and arguments[0] and not _is_here(_text(arguments[0])):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")


def _text(host: object) -> str:
    return host.decode() if isinstance(host, bytes) else str(host)


def _is_here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_guard)
