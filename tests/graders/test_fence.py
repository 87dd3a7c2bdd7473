"""The machine that grades is offline indeed, whichever fence keeps it so, and still reaches itself."""

from __future__ import annotations

import errno
import socket

import pytest

OUT = """
import errno, socket, urllib.request
for ask in (
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=5),
    lambda: urllib.request.urlopen("http://example.org", timeout=5),
):
    try:
        ask()
    except OSError as error:
        print(type(error).__name__, getattr(error, "reason", error))
with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
    print("reaches itself")
"""


@pytest.mark.parametrize("fence", ["namespace", "guard"])
def test_nothing_outside_can_be_reached(fence, make_grader, grader):
    if fence == "namespace" and grader.fence != fence:
        pytest.skip("no network namespace can be made here")
    numbered, named, itself = make_grader(fence).run("-c", OUT).splitlines()
    assert "unreachable" in numbered
    assert named.startswith("URLError")
    assert itself == "reaches itself"


def test_a_namespace_does_not_reach_servers_of_this_machine(grader):
    if grader.fence != "namespace":
        pytest.skip("no network namespace can be made here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        ask = f"import socket; print(socket.socket().connect_ex({server.getsockname()}))"
        assert int(grader.run("-c", ask)) == errno.ECONNREFUSED
