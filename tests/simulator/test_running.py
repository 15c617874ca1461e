"""Starting, stopping and starting again."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.simulator.conftest import Inbox, Merchant, Simulator
from tests.world.gateway import KEY_ID, KEY_SECRET, free_port
from zahra.simulator import SimulatorSettings


def test_a_restart_forgets_no_open_payment_and_no_letter(tmp_path: Path, inbox: Inbox) -> None:
    inbox.status = 500
    first = Simulator(data_dir=tmp_path, webhook_url=inbox.url).start()
    merchant = Merchant(first)
    paid, open_ = merchant.order()["id"], merchant.order()["id"]
    first.pay(paid)
    waiting = first.pay(open_, outcome="no_answer")["id"]
    first.advance(60)
    first.settle()
    seed = first.ask("GET", "/clock")["seed"]
    first.stop()
    inbox.status = 200
    inbox.received.clear()

    second = Simulator(data_dir=tmp_path, webhook_url=inbox.url).start()
    merchant = Merchant(second)
    about = second.ask("GET", "/clock")
    assert about["seed"] == seed
    assert about["now"] > time.time() + 59
    assert merchant.get(f"/orders/{paid}")["status"] == "paid"
    assert second.ask("POST", f"/payments/{waiting}/authorize")["status"] == "captured"
    assert merchant.order()["id"] not in (paid, open_)
    second.advance(3600)
    second.settle()
    assert len(inbox.received) == 6
    second.stop()


def test_the_module_runs_alone_survives_a_kill_and_stops_when_told(tmp_path: Path) -> None:
    with started(tmp_path) as (process, http):
        order = http.post("/v1/orders", json={"amount": 249900, "currency": "INR"}).json()
        paying = http.post(f"/__sim/orders/{order['id']}/pay", json={"outcome": "no_answer"})
        process.kill()
    with started(tmp_path) as (process, http):
        payment = paying.json()["id"]
        assert http.post(f"/__sim/payments/{payment}/authorize").json()["status"] == "captured"
        process.terminate()
        assert process.wait(5) == 0


@pytest.mark.parametrize(
    ("key", "secret"), [("rzp_live_ZahraReal0001", "s"), ("", "s"), ("rzp_test_1", "")]
)
def test_live_and_missing_keys_are_refused(tmp_path: Path, key: str, secret: str) -> None:
    with pytest.raises(ValueError, match="simulator"):
        SimulatorSettings(tmp_path, key, secret)


def test_the_same_seed_and_calls_give_the_same_ids(simulator: Simulator) -> None:
    merchant, runs = Merchant(simulator), list[list[str]]()
    for seed in (5, 5, 6):
        simulator.reset(seed)
        order = merchant.order()["id"]
        runs.append([order, simulator.pay(order)["id"]])
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_the_control_plane_refuses_what_makes_no_sense(simulator: Simulator) -> None:
    order = Merchant(simulator).order()["id"]
    for path, body in (
        (f"/orders/{order}/pay", {"outcome": "perhaps"}),
        (f"/orders/{order}/pay", {"method": "cheque"}),
        ("/orders/order_00000000000000/pay", {}),
        ("/clock", {"advance": -1}),
        ("/clock", {}),
        ("/switches", {"gravity": False}),
        ("/endpoints", {"url": "file:///etc/passwd", "secret": "s"}),
        ("/events/none/redeliver", {}),
    ):
        with pytest.raises(httpx.HTTPStatusError) as refused:
            simulator.ask("POST", path, **body)
        assert refused.value.response.status_code == 400, path
    assert Merchant(simulator).get(f"/orders/{order}")["attempts"] == 0


@contextmanager
def started(folder: Path) -> Generator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """The simulator in a process of its own, once it answers."""
    port = free_port()
    environment = {**os.environ, "RAZORPAY_KEY_ID": KEY_ID, "RAZORPAY_KEY_SECRET": KEY_SECRET}
    command = [sys.executable, "-m", "zahra.simulator", "--port", str(port)]
    http = httpx.Client(
        base_url=f"http://127.0.0.1:{port}", auth=(KEY_ID, KEY_SECRET), trust_env=False
    )
    with http, subprocess.Popen([*command, "--data-dir", str(folder)], env=environment) as process:
        try:
            wait_for(http)
            yield process, http
        finally:
            process.kill()


def wait_for(http: httpx.Client) -> None:
    for _ in range(3_000):
        try:
            http.get("/__sim")
            return
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError("it did not start")
