"""Which links of a page get a badge, in a real Chromium on pages that count as public."""

import pytest
from playwright.sync_api import Page

from tests.extension.chromium import Badge, Browser, badges, diagnosis, expect_badges, labels_heard, wait_until

MIXED = [
    ("Odile Fennwick", "name-2018"),
    ("Sefa Ndiaye-Holt", "name-2024"),
    ("Ingela Hårte", "h3-out"),  # the whole card is one link: within it, behind the name
    ("Guild of Careers", "company"),
    ("Tobin Ashgrove", "span-2026"),
    ("Odile Fennwick", "mention"),
    ("Tobin Ashgrove", "former"),
]
ADD = """(links) => { for (const [id, href, name] of links) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.id = id; link.href = href; link.append(name);
  item.append(link);
  document.querySelector("ul").append(item);
} }"""


def test_a_page_of_all_layouts_shows_exactly_the_right_badges(shown: Browser) -> None:
    page = shown.open("/feed/")
    expect_badges(page, MIXED)
    page.close()


def test_each_badge_is_heard_with_name_and_list(shown: Browser) -> None:
    page = shown.open("/feed/")
    expect_badges(page, MIXED)
    heard = labels_heard(page)
    assert sorted(heard) == sorted(badge.label for badge in badges(page))
    assert "Sefa Ndiaye-Holt: recommended to follow, on the list Forty Voices on Work, 2019" in heard
    assert "Odile Fennwick: recommended to follow, in 2 lists" in heard
    page.close()


def test_sub_pages_look_alikes_photos_and_strangers_get_none(shown: Browser) -> None:
    page = shown.open("/unmarked/")
    expect_badges(page, [("Sefa Ndiaye-Holt", "last")])
    page.close()


def test_scrolling_on_brings_badges_and_visits_each_link_once(shown: Browser) -> None:
    page = shown.open("/empty/")
    for batch in range(3):
        page.evaluate(ADD, [[f"p{batch}-{n}", f"/in/bram-tollerud-{batch}-{n}", "Bram"] for n in range(20)])
        page.evaluate(ADD, [[f"odile-{batch}", "/in/odile-fennwick", "Odile"]])
    expect_badges(page, [("Odile Fennwick", f"odile-{batch}") for batch in range(3)])
    told = diagnosis(shown, page)
    assert told["counts"]["visited"] == 63
    assert told["counts"]["painted"] == 3
    assert told["counts"]["ownNodes"] == 0
    assert told["profiles"] == 61
    page.close()


def test_a_batch_of_badges_makes_the_browser_compute_styles_once(shown: Browser) -> None:
    page = shown.open("/empty/")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def recalculations() -> int:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(int(one["value"]) for one in metrics if one["name"] == "RecalcStyleCount")

    before = recalculations()
    page.evaluate(ADD, [[f"odile-{n}", "/in/odile-fennwick", "Odile"] for n in range(100)])
    wait_until(lambda: len(badges(page)) == 100)
    assert recalculations() - before < 20  # a few frames; one for each badge would be a hundred
    page.close()


def test_a_recycled_link_changes_its_badge_with_its_address(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", "Odile"], ["two", "/in/sefa-ndiaye-holt", "Sefa"]])
    expect_badges(page, [("Odile Fennwick", "one"), ("Sefa Ndiaye-Holt", "two")])
    page.evaluate("one.setAttribute('href', '/in/tobin-ashgrove/'); two.setAttribute('href', '/in/bram-tollerud/')")
    expect_badges(page, [("Tobin Ashgrove", "one")])
    page.close()


def test_another_link_of_the_entry_takes_the_badge_over(shown: Browser) -> None:
    page = shown.open("/feed/")
    expect_badges(page, MIXED)
    page.evaluate("document.getElementById('name-2018').setAttribute('href', '/in/bram-tollerud')")
    expect_badges(page, [("Odile Fennwick", "again-2018"), *MIXED[1:]])
    page.close()


def test_a_link_that_leaves_takes_its_badge_along_and_brings_it_back(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", "Odile"]])
    expect_badges(page, [("Odile Fennwick", "one")])
    page.evaluate("const item = one.parentElement; window.kept = one; item.replaceChildren()")
    expect_badges(page, [])
    page.evaluate("document.querySelector('li').append(kept)")
    expect_badges(page, [("Odile Fennwick", "one")])
    page.close()


def test_a_link_that_is_filled_later_gets_its_badge_then(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", ""], ["two", "/in/sefa-ndiaye-holt", "Sefa"]])
    expect_badges(page, [("Sefa Ndiaye-Holt", "two")])
    page.evaluate("one.append('Odile Fennwick')")
    expect_badges(page, [("Odile Fennwick", "one"), ("Sefa Ndiaye-Holt", "two")])
    page.close()


def test_a_link_whose_words_come_in_the_place_of_others_gets_its_badge_then(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", "…"], ["two", "/in/sefa-ndiaye-holt", "Sefa"]])
    expect_badges(page, [("Sefa Ndiaye-Holt", "two")])
    page.evaluate("one.firstChild.data = 'Odile Fennwick'")
    expect_badges(page, [("Odile Fennwick", "one"), ("Sefa Ndiaye-Holt", "two")])
    page.close()


def test_links_in_open_shadow_roots_and_in_blank_frames_are_marked(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(
        """() => {
          const outlet = document.createElement("div");
          outlet.id = "interop-outlet";
          document.querySelector("main").append(outlet);
          outlet.attachShadow({ mode: "open" }).append(Object.assign(document.createElement("p")));
          const link = Object.assign(document.createElement("a"), { id: "in-shadow", href: "/in/odile-fennwick" });
          link.append("Odile");
          outlet.shadowRoot.firstChild.append(link);
          const frame = document.createElement("iframe");
          document.querySelector("main").append(frame);
          const inside = frame.contentDocument;
          const other = Object.assign(inside.createElement("a"), { id: "in-frame" });
          other.href = "https://www.linkedin.com/in/sefa-ndiaye-holt";
          other.append("Sefa");
          inside.body.append(other);
        }"""
    )
    expect_badges(page, [("Odile Fennwick", "in-shadow"), ("Sefa Ndiaye-Holt", "in-frame")])
    page.close()


def test_badges_follow_the_page_from_light_to_dark(shown: Browser) -> None:
    page = shown.open("/feed/")
    assert {badge.theme for badge in expect_badges(page, MIXED)} == {"light"}
    page.evaluate("document.body.className = 'dark'")
    wait_until(lambda: {badge.theme for badge in badges(page)} == {"dark"})
    page.close()


STYLE = """(text) => {
  const style = document.createElement("style");
  style.nonce = "n";
  style.append(text);
  document.head.append(style);
}"""


def test_badges_follow_a_page_that_gets_dark_little_by_little(shown: Browser) -> None:
    page = shown.open("/empty/")
    white = "body, li { background: #fff; transition: background-color 300ms }"
    page.evaluate(STYLE, white + " .dark, .dark li { background: #111 }")
    page.evaluate(ADD, [["one", "/in/odile-fennwick", "Odile"]])
    assert [badge.theme for badge in expect_badges(page, [("Odile Fennwick", "one")])] == ["light"]
    page.evaluate("document.body.className = 'dark'")
    wait_until(lambda: [badge.theme for badge in badges(page)] == ["dark"], lambda: str(badges(page)))
    page.close()


@pytest.mark.parametrize(
    ("colour", "theme"),
    [
        ("oklch(0.2 0 0)", "dark"),
        ("oklch(0.95 0.05 200)", "light"),
        ("oklab(0.25 0.01 -0.02)", "dark"),
        ("lab(15 0 0)", "dark"),
        ("lch(96 5 120)", "light"),
        ("color(srgb 0.07 0.08 0.09)", "dark"),
        ("color(display-p3 1 1 1)", "light"),
        ("color(xyz-d65 0.01 0.01 0.01)", "dark"),
        ("color-mix(in srgb, #111, #222)", "dark"),
        ("color-mix(in oklab, white, #eee)", "light"),
        ("hsl(210 10% 12%)", "dark"),
    ],
)
def test_a_badge_knows_light_from_dark_in_every_colour_space(shown: Browser, colour: str, theme: str) -> None:
    page = shown.open("/empty/")
    page.evaluate(
        STYLE,
        f"body {{ background: {'white' if theme == 'dark' else 'black'} }} li {{ background: {colour} !important }}",
    )
    page.evaluate(ADD, [["one", "/in/odile-fennwick", "Odile"]])
    assert [badge.theme for badge in expect_badges(page, [("Odile Fennwick", "one")])] == [theme]
    page.close()


def test_a_badge_moves_no_line_of_the_page(shown: Browser) -> None:
    page = shown.open("/empty/")
    page.evaluate(ADD, [["with", "/in/odile-fennwick", "Odile"], ["without", "/in/bram-tollerud", "Bram"]])
    expect_badges(page, [("Odile Fennwick", "with")])
    high = "(id) => document.getElementById(id).parentElement.getBoundingClientRect().height"
    assert page.evaluate(high, "with") == page.evaluate(high, "without")
    page.close()


def test_a_badge_gives_way_when_its_column_gets_narrower_later_and_takes_its_room_again(shown: Browser) -> None:
    page = shown.open("/empty/")
    faults = (
        "addEventListener('error', (event) => { window.fault = event.message; })"  # of sizes that drive each other on
    )
    page.evaluate(faults)
    page.evaluate(ADD, [["with", "/in/odile-fennwick", "Odile Fenn"], ["without", "/in/bram-tollerud", "Odile Fenn"]])
    [badge] = expect_badges(page, [("Odile Fennwick", "with")])
    wide = width_of(page, badge)
    # the padding of an entry is 16 px, and the width counts it
    page.evaluate("for (const one of document.links) one.parentElement.style.width = `${one.offsetWidth + 8}px`")
    wait_until(lambda: len(set(page.evaluate(HEIGHTS))) == 1, lambda: f"lines alike, not {page.evaluate(HEIGHTS)}")
    assert width_of(page, badge) < wide
    page.evaluate("for (const one of document.links) one.parentElement.style.width = ''")
    wait_until(lambda: width_of(page, badge) == wide, lambda: f"{wide}, not {width_of(page, badge)}")
    assert page.evaluate("window.fault ?? null") is None
    page.close()


HEIGHTS = "[...document.querySelectorAll('li')].map((item) => item.getBoundingClientRect().height)"


def width_of(page: Page, badge: Badge) -> float:
    """Give how wide a badge is drawn."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.getDocument", {"depth": 0})
    quad = session.send("DOM.getBoxModel", {"backendNodeId": badge.node})["model"]["border"]
    session.detach()
    return float(quad[4] - quad[0])


# Each row stands for 0.7 s, and says when it goes whether a badge stood in it.
SCROLL = """(rows) => new Promise((done) => {
  const list = document.querySelector("ul");
  let at = 0;
  let badged = 0;
  const next = () => {
    const item = document.createElement("li");
    const link = { href: "/in/odile-fennwick/", textContent: `Odile ${at}` };
    item.append(Object.assign(document.createElement("a"), link));
    list.append(item);
    if (list.children.length > 2) {
      badged += list.firstElementChild.querySelectorAll("span").length;
      list.firstElementChild.remove();
    }
    at += 1;
    if (at < rows) setTimeout(next, 350);
    else done(badged);
  };
  next();
})"""


def test_a_list_of_one_author_that_scrolls_fast_keeps_its_badges(shown: Browser) -> None:
    page = shown.open("/empty/")
    assert page.evaluate(SCROLL, 16) >= 12  # of 14 that have gone; a busy machine may be late
    page.close()


def test_the_page_holds_no_trace_of_where_badges_come_from(shown: Browser) -> None:
    page = shown.open("/feed/")
    expect_badges(page, MIXED)
    html = page.evaluate("document.documentElement.outerHTML")
    assert "chrome-extension" not in html
    assert "followworthy" not in html.lower()
    assert "recommended" not in html
    probe = "(url) => fetch(url).then(() => 'found', () => 'nothing')"
    assert page.evaluate(probe, f"{shown.origin}/icons/mark-16.png") == "nothing"
    page.close()
