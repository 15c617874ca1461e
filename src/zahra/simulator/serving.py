"""Runs a simulator in this process until it is told to stop."""

import asyncio
import signal

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from zahra.simulator.app import create_simulator
from zahra.simulator.settings import SimulatorSettings


def server_for(settings: SimulatorSettings, host: str, port: int) -> Server:
    return Server(
        create_simulator(settings),
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )


async def serve(settings: SimulatorSettings, *, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve until SIGINT or SIGTERM."""
    server = server_for(settings, host, port)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    await server.serve()


def run(settings: SimulatorSettings, *, host: str = "127.0.0.1", port: int = 8001) -> None:
    asyncio.run(serve(settings, host=host, port=port))
