"""`python -m zahra.simulator`: the gateway alone. Secrets come from the environment."""

import argparse
import os
from pathlib import Path

from zahra.simulator.serving import run
from zahra.simulator.settings import SimulatorSettings


def main() -> None:
    said = _arguments().parse_args()
    secrets = os.environ.get("RAZORPAY_WEBHOOK_SECRETS", "")
    settings = SimulatorSettings(
        data_dir=said.data_dir,
        key_id=os.environ.get("RAZORPAY_KEY_ID", ""),
        key_secret=os.environ.get("RAZORPAY_KEY_SECRET", ""),
        webhook_url=said.webhook_url,
        webhook_secrets=tuple(secret.strip() for secret in secrets.split(",") if secret.strip()),
        seed=said.seed,
    )
    run(settings, host=said.host, port=said.port)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m zahra.simulator", description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path(".zahra/simulator"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--webhook-url", default="")
    parser.add_argument("--seed", type=int, default=None)
    return parser


if __name__ == "__main__":
    main()
