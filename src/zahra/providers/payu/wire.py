"""One command to PayU's postservice and what came of it. Knows HTTP and patience, not payments.

PayU answers 200 to everything, its noes included: `status` 0 and a sentence. What is not its JSON
(an HTML page, half an answer) is no answer, `GatewayDown`.
"""

from collections.abc import Mapping
from typing import Any, cast

import httpx

from zahra.providers.patience import Patient
from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.hashes import command_hash
from zahra.shop.payments.provider import GatewayDown, GatewayRefused

Json = Mapping[str, Any]
_OUR_KEYS = ("invalid hash", "invalid key", "key or hash", "hash is empty")


class Wire:
    """A connection pool to the account's postservice."""

    def __init__(self, account: PayuAccount) -> None:
        self._account = account
        self._patient = Patient(account.patience)
        self._client = httpx.AsyncClient(
            base_url=account.service_base.rstrip("/"),
            timeout=httpx.Timeout(account.patience.answer, connect=account.patience.connect),
            trust_env=False,  # no environment variable may lead what we send to a proxy
        )

    async def command(self, name: str, var1: str, **more: str) -> Json:
        """Ask until answered: reads, and refunds with their token, do no harm twice."""
        account = self._account
        fields = {
            "key": account.key,
            "command": name,
            "var1": var1,
            **more,
            "hash": command_hash(account.key, name, var1, account.salt),
        }
        return await self._patient.again(lambda: self._once(fields))

    async def close(self) -> None:
        await self._client.aclose()

    async def _once(self, fields: dict[str, str]) -> Json:
        try:
            answer = await self._client.post(
                "/merchant/postservice.php", params={"form": "2"}, data=fields
            )
        except httpx.HTTPError as trouble:
            raise GatewayDown(why=type(trouble).__name__) from trouble
        return _judged(answer)


def _judged(response: httpx.Response) -> Json:
    if response.status_code != 200:
        raise GatewayDown(why="asked to try later", status=response.status_code)
    try:
        body: Any = response.json()
    except ValueError as trouble:
        raise GatewayDown(why="not JSON", status=200) from trouble
    if not isinstance(body, dict):
        raise GatewayDown(why="not an object", status=200)
    answer = cast(Json, body)
    said = str(answer.get("msg", "")).lower()
    if any(words in said for words in _OUR_KEYS):
        raise GatewayRefused(reason="authentication_failed", said=answer.get("msg"), status=401)
    return answer
