"""Malformed requests on a raw socket: each is refused, or read as the one request it is. A request
that follows on the same connection is never changed by the one before it.

What is only `READ` is allowed by RFC 9112 and means the same to every proxy; a lone LF, which
section 2.2 allows a server to take for a line's end, is rewritten by the proxy in front.
"""

import socket
import threading
import time

import pytest

from tests.world.living import LivingShop

HOST = b"Host: zahra.example\r\n"
GET = b"GET /healthz HTTP/1.1\r\n" + HOST
POST = b"POST /theme HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
NEXT = b"GET /healthz HTTP/1.1\r\nHost: zahra.example\r\nX-Request-Id: the-next-one\r\n\r\n"
END = b"\r\n"

REFUSED = {
    "both lengths": POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    "both lengths, turned": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG",
    "two lengths": POST + b"Content-Length: 6\r\nContent-Length: 5\r\n\r\n123456",
    "a list of lengths": POST + b"Content-Length: 5, 5\r\n\r\n12345",
    "a signed length": POST + b"Content-Length: +5\r\n\r\n12345",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n12345",
    "a hexadecimal length": POST + b"Content-Length: 0x5\r\n\r\n12345",
    "a length with a line": POST + b"Content-Length: 5_0\r\n\r\n12345",
    "an empty length": POST + b"Content-Length: \r\n\r\n12345",
    "an endless length": POST + b"Content-Length: 99999999999999999999999\r\n\r\n12345",
    "a space before the length's colon": POST + b"Content-Length : 5\r\n\r\n12345",
    "a space before the coding's colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "no coding": POST + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "chunks that are not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "two codings": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
    "chunks in HTTP/1.0": b"POST /theme HTTP/1.0\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n",
    "a chunk of no size": CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n",
    "a chunk of a negative size": CHUNKED + b"-1\r\nhello\r\n0\r\n\r\n",
    "a chunk of 0x5": CHUNKED + b"0x5\r\nhello\r\n0\r\n\r\n",
    "a chunk of 2**64": CHUNKED + b"fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    "a chunk that runs on": CHUNKED + b"5\r\nhelloX0\r\n\r\n",
    "a chunk after a lone LF": CHUNKED + b"5\nhello\r\n0\r\n\r\n",
    "a chunk with a long remark": CHUNKED + b"5;" + b"a" * 70_000 + b"\r\nhello\r\n0\r\n\r\n",
    "lone CRs": b"GET /healthz HTTP/1.1\rHost: zahra.example\r\r",
    "a CR in a value": GET + b"X-A: a\rb\r\n" + END,
    "a NUL in a value": GET + b"X-A: a\0b\r\n" + END,
    "a NUL in a name": GET + b"X\0A: b\r\n" + END,
    "a space in a name": GET + b"X A: b\r\n" + END,
    "no name": GET + b": b\r\n" + END,
    "no colon": GET + b"nonsense\r\n" + END,
    "a folded line": GET + b"X-A: a\r\n b\r\n" + END,
    "a folded first line": b"GET /healthz HTTP/1.1\r\n Host: a\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n",
    "HTTP/2.0 in words": b"GET /healthz HTTP/2.0\r\n" + HOST + END,
    "HTTP/1.2": b"GET /healthz HTTP/1.2\r\n" + HOST + END,
    "another protocol": b"GET /healthz HTTX/1.1\r\n" + HOST + END,
    "HTTP/2 itself": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,
    "two spaces": b"GET  /healthz HTTP/1.1\r\n" + HOST + END,
    "tabs": b"GET\t/healthz\tHTTP/1.1\r\n" + HOST + END,
    "an odd method": b"G@T /healthz HTTP/1.1\r\n" + HOST + END,
    "a space in the address": b"GET /health z HTTP/1.1\r\n" + HOST + END,
    "no ASCII in the address": b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + END,
    "a control in the address": b"GET /a\x01b HTTP/1.1\r\n" + HOST + END,
    "an address of 70 kB": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + END,
    "a head of 17 kB": GET + b"X-A: " + b"a" * 17_000 + b"\r\n" + END,
    "200 headers": GET + b"".join(b"X-%d: a\r\n" % number for number in range(200)) + END,
}
REFUSED_ALONE = {
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: evil.example\r\n" + END,
    "the same host twice": GET + HOST + END,
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + END,
    "an address without a slash": b"GET healthz HTTP/1.1\r\n" + HOST + END,
    "an asterisk": b"GET * HTTP/1.1\r\n" + HOST + END,
    "packed chunks": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "TRACE": b"TRACE /healthz HTTP/1.1\r\n" + HOST + END,
    "a small method": b"get /healthz HTTP/1.1\r\n" + HOST + END,
}
READ = {
    "as it should be": GET + END,
    "lone LFs": b"GET /healthz HTTP/1.1\nHost: zahra.example\n\n",
    "a lone LF between headers": GET + b"X-A: a\nX-B: c\r\n" + END,
    "one length twice": GET + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345",
    "a body that nobody reads": GET + b"Content-Length: 5\r\n\r\n12345",
    "a whole address": b"GET http://evil.example/healthz HTTP/1.1\r\n" + HOST + END,
    "a wish for a web socket": GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n" + END,
    "a wish for HTTP/2": GET + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + END,
    "a head of 12 kB": GET + b"X-A: " + b"a" * 12_000 + b"\r\n" + END,
}


def said(shop: LivingShop, raw: bytes) -> tuple[bytes, bool]:
    """All that comes back, and whether the server closed the connection."""
    with socket.create_connection(("127.0.0.1", shop.port)) as line:
        line.settimeout(0.5)
        line.sendall(raw)
        heard = b""
        while True:
            try:
                part = line.recv(65_536)
            except TimeoutError:
                return heard, False
            except ConnectionResetError:
                return heard, True
            if not part:
                return heard, True
            heard += part


def statuses(heard: bytes) -> list[int]:
    return [int(part[2:5]) for part in heard.split(b"HTTP/1.")[1:]]


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_and_nothing_after_it_is_heard(
    served: LivingShop, what: str
):
    heard, is_closed = said(served, REFUSED[what] + NEXT)
    assert is_closed
    assert statuses(heard) in ([400], [411], [431], []), heard[:200]
    assert b"the-next-one" not in heard


@pytest.mark.parametrize("what", REFUSED_ALONE)
def test_what_is_not_meant_for_us_is_refused_and_the_next_is_untouched(
    served: LivingShop, what: str
):
    heard, _ = said(served, REFUSED_ALONE[what] + NEXT)
    assert statuses(heard) in ([400, 200], [405, 200], [411, 200])
    assert heard.count(b"the-next-one") == 1


@pytest.mark.parametrize("what", READ)
def test_what_is_only_odd_is_one_request_and_the_next_is_untouched(served: LivingShop, what: str):
    heard, _ = said(served, READ[what] + NEXT)
    assert statuses(heard) == [200, 200]
    assert heard.count(b"the-next-one") == 1
    assert b"evil.example" not in heard


SLOW = {
    "a head that never ends": (GET, b"X-A: b\r\n"),
    "a body that never ends": (POST + b"Content-Length: 1000\r\n\r\n", b"a"),
    "nothing at all": (b"", b""),
    "nothing after an answer": (GET + END, b""),
}


def test_who_is_slow_on_purpose_is_cut_off_within_15_seconds(served: LivingShop):
    taken: dict[str, float] = {}

    def be_slow(what: str) -> None:
        first, drop = SLOW[what]
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", served.port)) as line:
            line.settimeout(1)
            line.sendall(first)
            while time.monotonic() - began < 25 and not _is_over(line, drop):
                pass
        taken[what] = time.monotonic() - began

    slow = [threading.Thread(target=be_slow, args=[what]) for what in SLOW]
    for each in slow:
        each.start()
    heard, _ = said(served, GET + END)
    assert statuses(heard) == [200]  # others are served meanwhile
    for each in slow:
        each.join()
    assert max(taken.values()) < 15, taken
    assert min(taken.values()) > 5, taken


def _is_over(line: socket.socket, drop: bytes) -> bool:
    try:
        line.sendall(drop)
        return line.recv(65_536) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_body_that_is_cut_off_changes_nothing(served: LivingShop):
    """Half a form could be a whole one: `qty=1` of `qty=12`."""
    form = b"name=Asha&theme=dark"
    head = POST + b"Sec-Fetch-Site: same-origin\r\nContent-Length: %d\r\n" % (len(form) + 5)
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        line.sendall(head + kind + form)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(5)
        heard = line.recv(65_536)
    assert statuses(heard) in ([400], [])
    assert b"set-cookie" not in heard.lower()
