"""What is fetched from the web, from a real server on loopback: limits, redirects, addresses that must not be asked."""

from __future__ import annotations

import gzip
import ipaddress
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import Served, body, bomb, broken_off, dripping, endless, serving, silent, status

from generator.errors import FetchError
from generator.fetch.addresses import is_local, shown, target
from generator.fetch.download import Known, Limits, download

HERE = Limits(seconds=5, silence=1, private_hosts=frozenset({"127.0.0.1", "feeds.test"}))


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


# --- what comes ------------------------------------------------------------------------------------------------------


def test_a_body_comes_whole_with_what_is_known_of_it(server: Served) -> None:
    date = "Fri, 27 Nov 2026 08:00:00 GMT"
    server.paths["/f"] = body(
        b"<rss/>" * 50_000, ETag='"a"', Last_Modified=date, Content_Type="Text/XML; charset=utf-8"
    )
    found = download(server.url("/f"), limits=HERE)
    assert (found.body, found.kind, found.known) == (b"<rss/>" * 50_000, "text/xml", Known('"a"', date))


@pytest.mark.parametrize("known", [Known('"a"'), Known(modified="Fri, 27 Nov 2026 08:00:00 GMT")])
def test_what_is_known_is_not_sent_again(server: Served, known: Known) -> None:
    server.paths["/f"] = body(b"<rss/>", ETag='"a"', Last_Modified="Fri, 27 Nov 2026 08:00:00 GMT")
    assert download(server.url("/f"), known, HERE).body is None


def test_packed_bodies_are_unpacked(server: Served) -> None:
    server.paths["/f"] = body(gzip.compress(b"<rss/>" * 1000), Content_Encoding="gzip")
    assert download(server.url("/f"), limits=HERE).body == b"<rss/>" * 1000


def test_a_redirect_is_followed(server: Served) -> None:
    server.paths["/old"] = status(301, Location="/new?x=1")
    server.paths["/new?x=1"] = body(b"<rss/>")
    found = download(server.url("/old"), limits=HERE)
    assert (found.body, found.url) == (b"<rss/>", server.url("/new?x=1"))


def test_a_password_goes_to_its_own_server_alone(server: Served) -> None:
    with serving() as other:
        server.paths["/a"] = status(302, Location="/b")
        server.paths["/b"] = status(302, Location=other.url("/c"))
        other.paths["/c"] = body(b"<rss/>")
        assert download(server.url("/a", "anna:geheim@127.0.0.1"), limits=HERE).body == b"<rss/>"
        sent = [headers.get("Authorization") for _, headers in (*server.requests, *other.requests)]
    assert sent == ["Basic YW5uYTpnZWhlaW0=", "Basic YW5uYTpnZWhlaW0=", None]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for feeds.test that nobody has signed, and its key."""
    made = (tmp_path / "certificate.pem", tmp_path / "key.pem")
    openssl = shutil.which("openssl") or pytest.skip("the program 'openssl' is not installed")
    subject = ["-subj", "/CN=feeds.test", "-addext", "subjectAltName=DNS:feeds.test"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run([openssl, "req", "-x509", *curve, *subject, *files], check=True, capture_output=True)
    return made


def test_encrypted_connections_are_to_the_server_that_was_named(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(certificate) as served:
        served.paths["/f"] = body(b"<rss/>")
        url = f"https://feeds.test:{served.port}/f"
        with pytest.raises(FetchError, match="certificate is not valid"):
            download(url, limits=HERE, resolver=loopback)
        monkeypatch.setattr("requests.utils.DEFAULT_CA_BUNDLE_PATH", str(certificate[0]))
        assert download(url, limits=HERE, resolver=loopback).body == b"<rss/>"
        with pytest.raises(FetchError, match="certificate is not valid"):
            download(url.replace("feeds.test", "127.0.0.1"), limits=HERE)
        assert len(served.requests) == 1


def test_a_redirect_away_from_encryption_is_not_followed(
    server: Served, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.utils.DEFAULT_CA_BUNDLE_PATH", str(certificate[0]))
    with serving(certificate) as served:
        served.paths["/f"] = status(302, Location=server.url("/f"))
        with pytest.raises(FetchError, match="not encrypted"):
            download(f"https://feeds.test:{served.port}/f", limits=HERE, resolver=loopback)
    assert server.requests == []


# --- what does not come ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (endless, "larger than 10,000,000 bytes"),
        (broken_off, "could not be read"),
        (silent, "did not answer within 0.3 seconds"),
        (dripping, "took longer than 1 seconds"),
        (status(404), "status 404"),
        (status(500), "status 500"),
        (status(302, Location="ftp://127.0.0.1/f"), "'ftp:' is not fetched"),
        (status(302, Location="file:///etc/passwd"), "'file:' is not fetched"),
        (status(302, Location="https:///f"), "names no host"),
        (status(302, Location="/f"), "more than 5 redirects"),
        (body(b"no gzip", Content_Encoding="gzip"), "could not be read"),
    ],
)
def test_refused(server: Served, behaviour: object, said: str) -> None:
    server.paths["/f"] = behaviour  # type: ignore[assignment]
    limits = Limits(seconds=1, silence=0.3, private_hosts=HERE.private_hosts)
    began = time.monotonic()
    with pytest.raises(FetchError, match=said):
        download(server.url("/f"), limits=limits)
    assert time.monotonic() - began < 2.5


def test_a_bomb_is_refused_before_it_fills_the_memory(server: Served) -> None:
    server.paths["/f"] = bomb(100_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FetchError, match="larger than"):
        download(server.url("/f"), limits=HERE)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


def test_a_name_server_that_never_answers_does_not_hold_the_command() -> None:
    def asleep(host: str, port: int) -> list[str]:
        time.sleep(30)
        return []

    began = time.monotonic()
    with pytest.raises(FetchError, match="took longer"):
        download("http://feeds.test/f", limits=Limits(seconds=0.3), resolver=asleep)
    assert time.monotonic() - began < 2


# --- where nothing is asked ------------------------------------------------------------------------------------------

LOCAL = (
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0"),
    *("fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:db8::1"),
)
GLOBAL = ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("address", LOCAL)
def test_local_addresses_are_known(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("address", GLOBAL)
def test_global_addresses_are_known(address: str) -> None:
    assert not is_local(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_local_as_its_other_forms(address: ipaddress.IPv4Address) -> None:
    forms = [f"::ffff:{address}", str(ipaddress.IPv6Address((0x64FF9B << 96) | int(address)))]
    assert {is_local(form) for form in forms} == {is_local(str(address))}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked(server: Served, host: str) -> None:
    with pytest.raises(FetchError, match=r"this machine or its network|no host|out of reach"):
        download(server.url("/f", host), limits=Limits(seconds=3))
    assert server.requests == []


def test_a_redirect_to_this_network_is_not_followed(server: Served) -> None:
    server.paths["/f"] = status(302, Location=server.url("/secret", "router.test"))
    with pytest.raises(FetchError, match=r"router\.test is an address of this machine"):
        download(server.url("/f", "feeds.test"), limits=HERE, resolver=loopback)
    assert [path for path, _ in server.requests] == ["/f"]


def test_a_name_that_leads_elsewhere_when_it_is_asked_again(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to: the name is asked for once, and never by the connection."""
    asked, connected = [], []

    def turning(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match="out of reach"):
        download(server.url("/f", "rebind.test"), limits=Limits(seconds=3), resolver=turning)
    assert (asked, connected) == (["rebind.test"], [("93.184.216.34", server.port)])


def test_a_connection_that_ends_up_on_this_machine_is_closed(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    really = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda address, timeout: really(("127.0.0.1", server.port), timeout=timeout)
    )
    with pytest.raises(FetchError, match="address of this machine"):
        download(server.url("/f", "turned.test"), limits=Limits(seconds=3), resolver=lambda host, port: ["8.8.8.8"])
    assert server.requests == []


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/f", "file:///etc/passwd", "example.org", "", "http://", "http:///f", "http://a b/", "http://[::1",
     "http://example.org:99999/", "javascript:alert(1)", "http://exa\nmple.org/", "gopher://127.0.0.1/"],
)  # fmt: skip
def test_what_is_no_address_of_the_web(url: str) -> None:
    with pytest.raises(FetchError):
        download(url)


@given(st.text(), st.text(min_size=5, alphabet=st.characters(codec="ascii", categories=["L"])))
def test_no_secret_is_shown(noise: str, secret: str) -> None:
    for url in (f"https://example.org/f?token={secret}", f"https://{secret}:{secret}@example.org/f#{secret}"):
        assert shown(url) == "https://example.org/f"
    assert "\n" not in shown(noise)


@pytest.mark.parametrize("behaviour", [endless, broken_off, silent, status(403), status(302, Location="/f?key=geheim")])
def test_no_fault_tells_a_secret(server: Served, behaviour: object) -> None:
    server.paths["/f?key=geheim"] = behaviour  # type: ignore[assignment]
    limits = Limits(size=100_000, seconds=2, silence=0.3, private_hosts=HERE.private_hosts)
    with pytest.raises(FetchError) as caught:
        download(server.url("/f?key=geheim", "anna:geheim@127.0.0.1"), limits=limits)
    assert server.requests
    assert "geheim" not in str(caught.value)
    assert f"http://127.0.0.1:{server.port}/f" in str(caught.value)


def test_the_path_of_an_address_is_quoted_once() -> None:
    assert target("https://example.org/é%20x?q=ü").path == "/%C3%A9%20x?q=%C3%BC"
    assert target("https://bücher.example/").host == "xn--bcher-kva.example"
