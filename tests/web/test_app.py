"""The web application over real HTTP: who may call the webhook, how much they may send, and that nothing is shown back."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
import pytest
import uvicorn

from tests.patience import PATIENCE
from web.app import MOST_BYTES, SECRET_HEADER, WEBHOOK_PATH, build_app

SECRET = "a-secret-of-the-webhook"
RIGHT = {SECRET_HEADER: SECRET}


@dataclass
class Site:
    """The application as it is served, what it received, and how it feels."""

    port: int = 0
    received: list[bytes] = field(default_factory=list)
    well: bool = True

    async def receive(self, body: bytes) -> None:
        self.received.append(body)

    async def health(self) -> dict[str, object]:
        return {"ok": self.well, "lag": 0.0}

    async def metrics(self) -> bytes:
        return b"youshi_healthy 1.0\n"

    async def asks(self, head: str, *parts: bytes) -> tuple[int, str]:
        """Send a request byte by byte as it is given; the answer's status and everything else of it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"{head}\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
        except ConnectionError:
            pass  # it had heard enough
        async with asyncio.timeout(PATIENCE):
            answer = (await reader.read()).decode()
        writer.close()
        return int(answer.split(" ")[1]), answer


@asynccontextmanager
async def serving(secret: str | None) -> AsyncIterator[Site]:
    site = Site()
    config = uvicorn.Config(
        build_app(site.receive, site.health, site.metrics, secret),
        port=0,
        log_config=None,
        access_log=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    site.port = server.servers[0].sockets[0].getsockname()[1]
    yield site
    await server.shutdown()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving(SECRET) as served:
        yield served


@pytest.fixture
async def http(site: Site) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{site.port}") as session:
        yield session


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (RIGHT, 200),
        ({SECRET_HEADER.lower(): SECRET}, 200),
        ({}, 401),
        ({SECRET_HEADER: ""}, 401),
        ({SECRET_HEADER: "another-secret-of-it"}, 401),
        ({SECRET_HEADER: SECRET[:-1]}, 401),
        ({SECRET_HEADER: SECRET + "x"}, 401),
        ({SECRET_HEADER: SECRET.upper()}, 401),
        ({SECRET_HEADER: "é密"}, 401),
        ({"Authorization": SECRET}, 401),
    ],
)
async def test_only_who_knows_the_secret_is_heard(
    site: Site, http: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    async with http.post(WEBHOOK_PATH, data=b'{"update_id":1}', headers=headers) as answer:
        assert (answer.status, await answer.read()) == (status, b"")
    assert site.received == ([b'{"update_id":1}'] if status == 200 else [])


@pytest.mark.parametrize(("size", "status"), [(0, 200), (MOST_BYTES, 200), (MOST_BYTES + 1, 413), (5_000_000, 413)])
async def test_an_update_is_not_larger_than_it_can_be(
    site: Site, http: aiohttp.ClientSession, size: int, status: int
) -> None:
    async with http.post(WEBHOOK_PATH, data=BytesIO(b"x" * size), headers=RIGHT) as answer:
        assert (answer.status, await answer.read()) == (status, b"")
    assert [len(body) for body in site.received] == ([size] if status == 200 else [])


async def test_a_body_without_a_length_is_cut_off_where_it_is_too_large(
    site: Site, http: aiohttp.ClientSession
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 50_000

    async with http.post(WEBHOOK_PATH, data=endless(), headers=RIGHT) as answer:
        assert answer.status == 413
    assert site.received == []


async def test_a_length_that_claims_too_much_is_refused_before_anything_is_read(site: Site) -> None:
    head = f"POST {WEBHOOK_PATH} HTTP/1.1\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {10 * MOST_BYTES}"
    status, _ = await site.asks(head)
    assert (status, site.received) == (413, [])


async def test_a_length_that_claims_too_little_is_taken_at_its_word(site: Site) -> None:
    head = f"POST {WEBHOOK_PATH} HTTP/1.1\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 5"
    await site.asks(head, b"12345" + b"6" * 100)
    assert site.received == [b"12345"]


@pytest.mark.parametrize("length", ["-1", "many", "1e9"])
async def test_a_length_that_is_no_number_is_refused(site: Site, length: str) -> None:
    head = f"POST {WEBHOOK_PATH} HTTP/1.1\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {length}"
    status, _ = await site.asks(head, b"x")
    assert (status, site.received) == (400, [])


@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
async def test_health_is_green_or_red(site: Site, http: aiohttp.ClientSession, well: bool, status: int) -> None:
    site.well = well
    async with http.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (status, {"ok": well, "lag": 0.0})


async def test_metrics_are_text_for_prometheus(http: aiohttp.ClientSession) -> None:
    async with http.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert await answer.text() == "youshi_healthy 1.0\n"


PROBES = [("GET", "/<script>x</script>"), ("GET", f"{WEBHOOK_PATH}?x=<b>"), ("PUT", WEBHOOK_PATH), ("POST", "/healthz")]


@pytest.mark.parametrize(("method", "path"), PROBES)
async def test_nothing_is_shown_back(http: aiohttp.ClientSession, method: str, path: str) -> None:
    headers = {"X-Probe": "<probe>", **RIGHT}
    async with http.request(method, path, data=b"<body>", headers=headers) as answer:
        shown = f"{await answer.text()}{dict(answer.headers)}"
        assert answer.status in {404, 405}
    assert not leaked(shown, ("<script>", "<b>", "<probe>", "<body>", SECRET))


def leaked(shown: str, secrets: Iterable[str]) -> list[str]:
    return [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("secret", [None, ""])
async def test_without_a_secret_there_is_no_webhook(secret: str | None) -> None:
    async with serving(secret) as site:
        head = f"POST {WEBHOOK_PATH} HTTP/1.1\r\n{SECRET_HEADER}: \r\nContent-Length: 0"
        assert (await site.asks(head))[0] == 404
        assert (await site.asks("GET /healthz HTTP/1.1"))[0] == 200
