"""The explorer page in a real browser, against a real server.

Needs Chromium (Debian: `apt-get install chromium`); without it these tests are skipped.
"""

import shutil
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from desk import HOSTILE, HOSTILE_HEADLINE, HOSTILE_NAME, TOKEN

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)")

ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FIRST_VIEW = 300_000
"""Bytes that the first view may load, compressed."""
DESK, PHONE = {"width": 1200, "height": 900}, {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
AXE = AXE_FILE_PATH.read_text("utf-8")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def is_wrong(message):
    """True for an error on the console; the editor of queries tries whether it may handle "oncopy", and may not."""
    tried = "inline event handler" in message.text and message.page.url.partition("?")[0].endswith("/query")
    return message.type == "error" and not tried


@pytest.fixture
def opened(browser, desk):
    """A function that opens an address in a browser of its own, watched: nothing may fail, or leave the origin."""
    contexts, requests, wrong = [], [], []

    def open_page(path, *, language="de-DE", size=DESK, scheme="light"):
        context = browser.new_context(
            locale=language, viewport=size, color_scheme=scheme, http_credentials={"username": "x", "password": TOKEN}
        )
        context.add_init_script("window.ran = () => { window.hit = true; };")
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if is_wrong(message) else None)
        answer = page.goto(desk.url + path)
        page.wait_for_selector("main h1", state="attached")
        if answer.status != 200:
            wrong.clear()
        return page

    yield open_page
    hits = [page.evaluate("window.hit === true") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert not any(hits), "a script in the data was run"
    assert not wrong
    assert [url for url in requests if not url.startswith((desk.url, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def ids(desk):
    """An address of each kind."""
    with httpx.Client(base_url=f"{desk.url}api", headers={"authorization": f"Bearer {TOKEN}".encode()}) as api:

        def first(path, **given):
            return api.get(path, params=given, timeout=60).json()["items"][0]

        return {
            "speaker": first("/speakers", q="Thalmann")["id"],
            "claim": first("/claims")["id"],
            "article": first("/articles", about="Fischsterben")["id"],
            "finding": first("/findings", check="hedge-loss")["short"],
        }


def addresses(ids):
    return {
        "home": "",
        "search": "search?q=Fische",
        "speakers": "speakers",
        "speaker": f"speaker?id={quote(ids['speaker'])}",
        "claims": "claims?about=Ammoniak",
        "claim": f"claim?id={quote(ids['claim'])}",
        "articles": "articles",
        "article": f"article?id={quote(ids['article'])}",
        "findings": "findings",
        "finding": f"findings?id={ids['finding']}",
        "graph": "graph",
        "query": "query",
    }


VIEWS = list(addresses(dict.fromkeys(("speaker", "claim", "article", "finding"), "")))


def barriers(page):
    """What axe-core finds serious or worse; the contents of the editor of queries are not ours."""
    page.evaluate(AXE)
    found = page.evaluate(
        "() => axe.run({ exclude: ['.query-box'] }, { resultTypes: ['violations'] }).then((told) => told.violations)"
    )
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in SERIOUS]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_for_everybody_in_both_languages_on_desk_and_phone_in_light_and_dark(opened, ids, view):
    page = opened(addresses(ids)[view])
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.title().endswith("· Wortlaut")
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en] nav a:text-is('Findings')")
    page.wait_for_selector("main h1", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert barriers(page) == []


def test_the_first_view_is_small(opened, desk):
    page = opened("nirgends")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes = []
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(desk.url, wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) < FIRST_VIEW


def test_a_search_leads_from_the_box_to_a_speaker_and_back(opened):
    page = opened("")
    page.get_by_role("searchbox").fill("ruediger thalm")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Rüdiger Thalmann").first.click()
    page.wait_for_url("**/speaker?id=*")
    assert page.locator("h1").inner_text() == "Rüdiger Thalmann"
    page.go_back()
    page.wait_for_url("**/search?q=*")
    assert page.get_by_role("searchbox").input_value() == "ruediger thalm"
    assert page.locator("mark").first.inner_text() == "Rüdiger"


def test_a_search_that_finds_nothing_says_how_to_search(opened):
    page = opened("search?q=xyzzyqx")
    assert "Nichts gefunden" in page.locator("main").inner_text()


def test_an_address_sent_round_shows_the_same_in_the_reader_s_language(opened):
    address = "findings?check=hedge-loss&severity=notice&verdict=all"
    here, there = opened(address), opened(address, language="en-GB")
    assert here.locator(".finding").count() == there.locator(".finding").count() > 0
    assert "verlorener Vorbehalt" in here.locator(".finding").first.inner_text()
    assert "lost hedge" in there.locator(".finding").first.inner_text()


def test_the_language_is_switched_and_kept(opened):
    page = opened("claims")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("h1:has-text('Claims')")
    page.reload()
    page.wait_for_selector("main h1")
    assert page.locator("h1").inner_text().startswith("Claims")


def test_light_and_dark_are_switched_and_kept(opened):
    page = opened("claims")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dunkle Darstellung").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    page.wait_for_selector("main h1")
    assert light != dark == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_narrowing_changes_the_address_and_keeps_the_focus(opened):
    page = opened("claims")
    whole = page.locator("h1 small").inner_text()
    page.get_by_label("Wörter").fill("Ammoniak")
    page.keyboard.press("Tab")
    page.wait_for_url("**about=Ammoniak*")
    page.wait_for_function("text => document.querySelector('h1 small')?.textContent !== text", arg=whole)
    assert int(page.locator("h1 small").inner_text()) < int(whole)


def test_the_keyboard_alone_reaches_the_content(opened):
    page = opened("claims")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_timeline_of_a_speaker_marks_what_is_contradicted(opened, ids):
    page = opened(addresses(ids)["speaker"])
    points = page.locator(".timeline a.point")
    assert points.count() == page.locator(".utterance").count()
    odd = page.locator(".timeline a.point.odd")
    assert odd.count() == page.locator(".utterance.flagged").count() > 0
    odd.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".utterance.flagged:target")


def test_a_claim_shows_differences_origins_and_ends(opened, ids):
    page = opened(addresses(ids)["claim"])
    assert page.locator(".printing").count() > 3
    assert page.locator(".printing .hedge-lost").count() > 0
    assert "nur ein Ursprung" in page.locator(".origins .verdict").inner_text()
    ends = page.locator(".tree .station.end")
    assert ends.count() > 0 and "Rüdiger Thalmann" in ends.first.inner_text()
    page.get_by_role("link", name="Damit vergleichen").first.click()
    page.wait_for_url("**against=*")
    page.wait_for_selector(".printing.model")
    assert page.locator(".printing.model .change, .printing.model del").count() == 0


def test_an_utterance_in_an_article_tells_by_mouse_and_by_keyboard_who_says_it(opened, ids):
    page = opened(addresses(ids)["article"])
    panel = page.locator(".panel")
    page.locator("a.said").first.hover()
    first = panel.inner_text()
    assert "sicher zugeordnet" in first
    page.locator("a.said").last.focus()
    assert "sicher zugeordnet" in panel.inner_text() != first
    page.get_by_role("link", name="Alle Wortlaute dieser Behauptung").click()
    page.wait_for_url("**/claim?id=*")


def test_the_graph_is_drawn_and_its_list_leads_to_a_page(opened):
    page = opened("graph")
    page.wait_for_selector(".canvas canvas")
    assert page.locator(".canvas canvas").count() > 3
    page.get_by_text("Die größten Knoten als Liste").click()
    page.locator("details li a").first.click()
    page.wait_for_selector("h1:not(:has-text('Graph'))")
    assert page.evaluate("location.pathname") in ("/speaker", "/claim")


def test_a_node_of_the_graph_is_chosen_by_keyboard_and_by_mouse(opened):
    page = opened("graph")
    canvas, panel = page.locator(".canvas"), page.locator(".panel")
    page.wait_for_selector(".canvas canvas")
    canvas.scroll_into_view_if_needed()
    canvas.press("ArrowRight")
    chosen = panel.inner_text()
    assert "Verbunden mit" in chosen
    page.wait_for_timeout(500)
    canvas.press("Escape")
    assert "Verbunden mit" not in panel.inner_text()
    canvas.click()
    page.wait_for_function("text => document.querySelector('.panel').innerText === text", arg=chosen)
    canvas.press("ArrowRight")
    canvas.press("Enter")
    page.wait_for_function("['/speaker', '/claim', '/articles'].includes(location.pathname)")
    page.wait_for_selector("main h1")


def test_an_outlet_leads_to_what_it_has_printed(opened, ids):
    page = opened(addresses(ids)["claim"])
    link = page.locator("main a[href*='articles?outlet=']").first
    name = link.inner_text()
    link.click()
    page.wait_for_url("**/articles?outlet=*")
    page.wait_for_selector("main h1")
    assert name in page.locator("main").inner_text()


def test_a_finding_is_rejected_with_a_reason_and_stays_rejected(opened):
    page = opened("findings?check=denial")
    finding = page.locator(".finding").first
    told = finding.locator("h3").inner_text()
    finding.get_by_label("Grund").fill("Zwei „Pegel“")
    finding.get_by_role("button", name="Trifft nicht zu").click()
    page.wait_for_selector(".finding.rejected")
    again = opened("findings?check=denial&verdict=rejected")
    assert told in again.locator("main").inner_text()
    assert "Zwei „Pegel“" in again.locator("main").inner_text()
    assert told not in opened("findings?check=denial").locator("main").inner_text()


def test_a_named_query_is_answered(opened):
    page = opened("query")
    page.get_by_label("Fertige Abfragen").select_option("speakers")
    page.wait_for_url("**name=speakers")
    page.locator(".yasqe_queryButton").click()
    page.wait_for_selector(".yasr table tbody tr")
    assert "Rüdiger Thalmann" in page.locator(".yasr table").inner_text()


@pytest.mark.parametrize(("name", "file"), [("CSV", "wortlaut-utterances.csv"), ("GraphML", "wortlaut-claims.graphml")])
def test_what_is_shown_can_be_downloaded(opened, ids, name, file):
    page = opened(addresses(ids)["claim"])
    with page.expect_download() as told:
        page.get_by_role("link", name=name, exact=True).click()
    assert told.value.suggested_filename == file
    assert told.value.path().stat().st_size > 100


def test_names_and_headlines_that_are_markup_are_text(opened):
    page = opened(f"article?id={quote(HOSTILE.article.id)}")
    assert page.locator("h1").inner_text() == HOSTILE_HEADLINE
    assert page.locator("main a[href^='javascript']").count() == 0
    page.locator("a.said").first.hover()
    page.locator(".panel").get_by_role("link", name=HOSTILE_NAME).click()
    page.wait_for_url("**/speaker?id=*")
    assert page.locator("h1").inner_text() == HOSTILE_NAME
    assert page.locator("main img, main b, main svg[onload]").count() == 0
    opened(f"search?q={quote('Zoë Damm script')}")
    opened("articles?about=Damm")


def test_an_address_that_is_none_says_so(opened):
    page = opened("nirgends")
    assert "Das gibt es hier nicht" in page.locator("main").inner_text()


def test_the_page_runs_no_script_but_its_own(desk):
    header = {"authorization": f"Bearer {TOKEN}".encode()}
    for path in ("", "findings", "query"):
        policy = httpx.get(desk.url + path, headers=header).headers["content-security-policy"]
        assert "default-src 'self'" in policy and "script-src" not in policy and "unsafe-eval" not in policy
        assert ("unsafe-inline" in policy) == (path == "query")
