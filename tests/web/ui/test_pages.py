"""Every page in every state, rendered from sample views and read strictly."""

import json
import re
from dataclasses import replace

import pytest

from tests.web.ui.markup import Page, problems_of
from tests.web.ui.sample_pages import PAGES, Sample
from tests.web.ui.samples import CHROME, LISTING, PRODUCT, SEARCH_EMPTY
from zahra.web.storefront.bag_view import AddedToBag
from zahra.web.storefront.listing_view import Suggestion, SuggestionList
from zahra.web.storefront.rendering import render_block, render_page


def html_of(sample: Sample) -> str:
    return render_page(sample.template, sample.view, sample.chrome)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_markup_that_the_content_policy_accepts(name: str) -> None:
    assert problems_of(html_of(PAGES[name])) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<main><h1>a</h1><p></div></main>", "</div> on line 1 closes <p>"),
        ('<main><h1 id="a">a</h1><p id="a"></p></main>', "id 'a' stands twice"),
        ('<main><h1>a</h1><input name="q"></main>', "<input name=q> has no label"),
        ('<main><h1>a</h1><img src="x"></main>', "<img src=x> has no alt, width, height"),
        ('<main><h1>a</h1><form method="post" action="/x"></form></main>', "carries no csrf_token"),
        ("<main><h1>a</h1><h3>b</h3></main>", "h3 follows h1"),
        ('<main><h1 style="color:red">a</h1></main>', "has style, which the content policy"),
        ("<main><h1>a</h1><script>1</script></main>", "<script> stands in the page itself"),
        ('<main><h1>a</h1><a href="/x"></a></main>', "says nothing to a screen reader"),
    ],
)
def test_the_reader_would_notice(broken: str, said: str) -> None:
    assert any(said in problem for problem in problems_of(broken))


def test_what_people_type_comes_back_escaped() -> None:
    view = replace(SEARCH_EMPTY, search_text='"><script>alert(1)</script>')
    html = render_page("listing.html", view, replace(CHROME, search_text=view.search_text or ""))
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2


def test_the_bag_says_its_count_in_words_and_hides_an_empty_one() -> None:
    assert 'aria-label="Bag, 2 items"' in html_of(PAGES["home"])
    empty = html_of(PAGES["bag-empty"])
    assert 'aria-label="Bag, 0 items"' in empty
    assert 'class="count"' not in empty


def test_a_refused_form_says_so_in_title_summary_and_field() -> None:
    html = html_of(PAGES["checkout-address"])
    page = Page(html)
    assert page.all("title")[0].text.startswith("Error: Checkout")
    summary = next(e for e in page.root.walk() if e.get("class") == "error-summary")
    links = {e.get("href") for e in summary.walk() if e.tag == "a"}
    assert links == {"#pincode", "#line1"}
    field = next(e for e in page.all("input") if e.get("name") == "pincode")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == "pincode-hint pincode-error"
    assert field.get("value") == "30200"


def test_two_left_is_said_only_of_the_size_it_is_true_for() -> None:
    boxes = [
        e for e in Page(html_of(PAGES["product"])).all("label") if e.get("class") == "size-box"
    ]
    assert [box.words() for box in boxes if "left" in box.words()] == ["M2 left"]


def test_a_style_without_sizes_left_cannot_be_put_into_the_bag() -> None:
    html = html_of(PAGES["product-sold-out"])
    assert "Sold out in Indigo." in html
    assert "Add to bag" not in html


def test_a_blocked_bag_has_no_way_to_checkout() -> None:
    assert 'href="/checkout"' in html_of(PAGES["bag"])
    assert 'href="/checkout"' not in html_of(PAGES["bag-blocked"])


def test_the_product_is_described_to_search_engines_with_each_size_as_an_offer() -> None:
    scripts = Page(html_of(PAGES["product"])).all("script")
    documents = [json.loads(s.text) for s in scripts if s.get("type") == "application/ld+json"]
    group, crumbs = documents
    assert group["@type"] == "ProductGroup"
    assert group["variesBy"] == ["https://schema.org/size"]
    offers = {v["size"]: v["offers"] for v in group["hasVariant"]}
    assert offers["M"]["price"] == "2159.00"
    assert offers["XS"]["availability"] == "https://schema.org/OutOfStock"
    assert [item["position"] for item in crumbs["itemListElement"]] == [1, 2, 3]


def test_a_block_is_the_same_part_of_the_page() -> None:
    chrome = PAGES["listing"].chrome
    block = render_block("listing.html", "listing", LISTING, chrome)
    assert block in html_of(PAGES["listing"])
    assert "<html" not in block


def test_a_payment_that_is_settled_is_not_asked_about_again() -> None:
    pending = PAGES["payment-pending"]
    assert 'hx-trigger="every 3s"' in html_of(pending)
    for outcome in ("paid", "failed"):
        view = replace(pending.view, outcome=outcome)
        block = render_block("payment_pending.html", "status", view, pending.chrome)
        assert "hx-trigger" not in block
        assert 'id="payment-status"' in block


def test_an_in_app_browser_gets_no_view_transitions() -> None:
    home = PAGES["home"]
    assert "transitions" in html_of(home)
    inside = replace(home, chrome=replace(home.chrome, is_in_app_webview=True))
    assert "transitions." not in html_of(inside)


def test_adding_answers_htmx_with_the_sheet_and_the_new_count() -> None:
    line = PAGES["bag"].view.lines[0]
    html = render_page(
        "added_to_bag.html", AddedToBag(line, 3, 803700), replace(CHROME, bag_count=3)
    )
    assert re.findall(r'<hx-partial hx-target="([^"]+)"', html) == [
        "#bag-sheet",
        "#bag-link",
        "#buy-note",
    ]
    assert 'aria-label="Bag, 3 items"' in html


def test_other_fragments_render_by_themselves() -> None:
    rows = SuggestionList((Suggestion("Kurta in Sarees", "/search?q=kurta"),))
    assert "Kurta in Sarees" in render_page("search_suggestions.html", rows, CHROME)
    assert "Thu, 26 Nov" in render_page("delivery_answer.html", PRODUCT.delivery, CHROME)
    changed = render_page("bag_changed.html", PAGES["bag-empty"].view, CHROME)
    assert "Your bag is empty" in changed
