"""HEAD tells what GET would, without the paper."""

from pathlib import Path
from uuid import UUID

import pytest

from tests.world.papers import a_billing
from tests.world.whole import Visitor, settings_for, whole_site
from zahra.shop import invoices

pytestmark = pytest.mark.anyio


async def test_of_an_invoice_it_tells_all_but_the_paper(fresh_dsn: str, tmp_path: Path):
    async with whole_site(settings_for(fresh_dsn, tmp_path)) as whole:
        async with whole.shop.database.transaction() as tx:
            billing = a_billing(order_id=UUID(whole.asha.ids["order_id"]))
            issued = await invoices.issue_invoice(tx, billing)
        path = f"/orders/{whole.asha.ids['order_id']}/invoice"
        paper = await whole.ask("GET", path, whole.asha)
        head = await whole.ask("HEAD", path, whole.asha)
        assert (head.status_code, head.content) == (200, b"")
        assert paper.content.startswith(b"%PDF-")
        told = ("content-type", "content-length", "content-disposition", "cache-control")
        assert [head.headers[name] for name in told] == [paper.headers[name] for name in told]
        assert int(head.headers["content-length"]) == len(paper.content)
        assert issued.number.replace("/", "-") in head.headers["content-disposition"]
        for stranger, status in ((whole.bina, 404), (Visitor(), 401)):
            refused = await whole.ask("HEAD", path, stranger)
            assert (refused.status_code, refused.content) == (status, b"")
