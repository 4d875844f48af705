"""The options' catalogs side by side: added, tested, edited, switched off and removed, in a real Chromium."""

from playwright.sync_api import expect

from tests.extension.catalogs import SEFA, catalog
from tests.extension.chromium import badges, wait_until
from tests.extension.options_page import COLLEGE, PRESET, TOWN, Options


def test_the_preset_stands_first_and_says_how_its_server_is(options: Options) -> None:
    expect(options.row("Followworthy")).to_contain_text("127.0.0.1:8750 · answered today")
    expect(options.row("Followworthy").get_by_role("cell").nth(2)).to_have_text("6")
    expect(options.row("Followworthy").get_by_role("checkbox", name="Followworthy is on")).to_be_checked()


def test_a_second_catalog_is_added_beside_the_first_and_its_badges_carry_its_letter(options: Options) -> None:
    page = options.page
    options.add(COLLEGE, "Careers Office")
    expect(page.get_by_text("Saved in this browser")).to_be_visible()
    expect(options.row("Careers Office")).to_contain_text("127.0.0.1:8750/college · answered today")
    expect(options.row("Careers Office").locator(".letter")).to_have_text("C")
    kept = options.stored("catalogs")
    assert [(one["name"], one["address"], one["letter"], one["on"]) for one in kept] == [
        ("Followworthy", "http://127.0.0.1:8750", "", True),
        ("Careers Office", COLLEGE, "C", True),
    ]


def test_saving_a_catalog_that_is_off_leaves_it_off(options: Options) -> None:
    page = options.page
    page.get_by_role("button", name="Edit Followworthy").click()
    options.row("Followworthy").get_by_role("checkbox").uncheck()
    wait_until(lambda: (options.stored("catalogs") or [{"on": True}])[0]["on"] is False)
    page.get_by_label("Name", exact=True).fill("Renamed")
    page.get_by_role("button", name="Save").click()
    options.row("Renamed").wait_for()
    assert options.stored("catalogs") == [{**PRESET, "name": "Renamed", "on": False}]


def test_a_double_click_adds_a_catalog_once(options: Options) -> None:
    page = options.page
    page.get_by_role("button", name="Add a catalog").click()
    page.get_by_label("Server address").fill(COLLEGE)
    page.get_by_label("Name", exact=True).fill("Careers Office")
    page.get_by_role("button", name="Save").dblclick()
    expect(options.row("Careers Office")).to_contain_text("answered today")
    assert len(options.stored("catalogs")) == 2


def test_what_another_tab_has_added_meanwhile_is_not_added_again(options: Options) -> None:
    page = options.page
    page.get_by_role("button", name="Add a catalog").click()
    page.get_by_label("Server address").fill(TOWN["address"])  # type: ignore[arg-type]
    page.get_by_label("Name", exact=True).fill("Again")
    page.evaluate("() => { chrome.permissions.request = async () => true; }")
    options.store(catalogs=[PRESET, TOWN])
    options.row("Town Catalog").wait_for()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This address is here already: Town Catalog.")).to_be_visible()
    assert options.stored("catalogs") == [PRESET, TOWN]


def test_editing_a_catalog_that_another_tab_has_removed_says_so(options: Options) -> None:
    page = options.page
    options.store(catalogs=[PRESET, TOWN])
    page.get_by_role("button", name="Edit Town Catalog").click()
    options.store(catalogs=[PRESET])
    expect(options.row("Town Catalog")).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not saved: this catalog was removed meanwhile, in another tab.")).to_be_visible()
    assert options.stored("catalogs") == [PRESET]
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Add a catalog")).to_be_focused()


def test_an_address_that_stands_there_already_is_refused_with_a_sentence(options: Options) -> None:
    page = options.page
    options.add(" http://127.0.0.1:8750/ ", "Again")
    expect(page.get_by_text("This address is here already: Followworthy.")).to_be_visible()
    field = page.get_by_label("Server address")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert options.stored("catalogs") is None


def test_an_address_that_anybody_could_rewrite_is_refused(options: Options) -> None:
    page = options.page
    options.add("http://catalog.example", "Town")
    expect(page.get_by_text("Plain http is for this computer alone")).to_be_visible()
    assert options.stored("catalogs") is None


def test_a_letter_is_one_character_and_nobody_elses(options: Options) -> None:
    page = options.page
    options.add(COLLEGE, "Careers Office")
    options.row("Careers Office").wait_for()
    options.add("http://127.0.0.1:8750/other", "Other", "c")
    expect(page.get_by_text("Careers Office has this letter already. Choose another.")).to_be_visible()
    page.get_by_label("Letter").fill("Co")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write one letter or digit")).to_be_visible()
    assert len(options.stored("catalogs")) == 2


def test_the_preset_can_be_led_to_another_server(options: Options) -> None:
    page = options.page
    options.server.document = catalog(SEFA, change=1)
    page.get_by_role("button", name="Edit Followworthy").click()
    page.get_by_label("Server address").fill(f"127.0.0.1:{options.server.port}/")
    page.get_by_role("button", name="Save").click()
    expect(options.row("Followworthy")).to_contain_text(f"127.0.0.1:{options.server.port} · answered today")
    expect(options.row("Followworthy").get_by_role("cell").nth(2)).to_have_text("1")
    expect(page.get_by_role("button", name="Edit Followworthy")).to_be_focused()


def test_what_was_taken_from_an_address_goes_with_it(options: Options) -> None:
    page = options.page
    options.store(**{"curator:preset": {"token": "secret", "name": "Nadia"}})
    page.get_by_role("button", name="Edit Followworthy").click()
    page.get_by_label("Server address").fill("http://127.0.0.1:9")
    page.get_by_role("button", name="Save").click()
    expect(options.row("Followworthy")).to_contain_text("127.0.0.1:9 cannot be reached.")
    assert options.stored("curator:preset") is None
    assert options.stored("about:preset") is None


def test_a_connection_is_tested_before_anything_is_kept(options: Options) -> None:
    page = options.page
    page.get_by_role("button", name="Edit Followworthy").click()
    page.get_by_label("Server address").fill(f"http://127.0.0.1:{options.server.port}")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("It answers: 6 people and organisations in 2 categories.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit Followworthy")).to_be_focused()
    assert options.stored("catalogs") is None


def test_the_badges_of_a_catalog_go_with_its_tick_and_come_back_with_it(options: Options) -> None:
    feed = options.browser.open("/feed/")
    wait_until(lambda: bool(badges(feed)))
    tick = options.row("Followworthy").get_by_role("checkbox")
    tick.uncheck()
    expect(options.page.get_by_text("Saved in this browser")).to_be_visible()
    wait_until(lambda: not badges(feed))
    assert options.stored("catalogs")[0]["on"] is False
    tick.check()
    wait_until(lambda: bool(badges(feed)))


def test_a_catalog_is_removed_after_asking_in_place_with_all_that_was_taken(options: Options) -> None:
    page = options.page
    options.add(COLLEGE, "Careers Office")
    expect(options.row("Careers Office")).to_contain_text("answered today")
    gone = options.stored("catalogs")[1]["id"]
    options.page.get_by_role("group", name="Careers Office").get_by_label("Leadership").uncheck()
    wait_until(lambda: gone in options.stored("choices").get("categoriesOff", {}))
    page.get_by_role("button", name="Edit Careers Office").click()
    page.get_by_role("button", name="Remove this catalog").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Remove this catalog")).to_be_focused()
    page.get_by_role("button", name="Remove this catalog").click()
    page.get_by_role("button", name="Remove Careers Office").click()
    expect(options.row("Careers Office")).to_have_count(0)
    expect(page.get_by_role("button", name="Add a catalog")).to_be_focused()
    kept = page.evaluate("chrome.storage.local.get(null).then((all) => Object.keys(all))")
    assert [key for key in kept if gone in key] == []
    wait_until(lambda: options.stored("choices")["categoriesOff"] == {})


def test_the_permission_is_asked_for_that_address_alone_and_straight_from_the_click(options: Options) -> None:
    page = options.page
    page.evaluate(
        """() => {
          window.asked = [];
          chrome.permissions.request = async (wanted) =>
            (asked.push([wanted, navigator.userActivation.isActive, event?.type]), false);
        }"""
    )
    options.add("https://catalog.example/town", "Town Catalog")
    expect(page.get_by_text("Not saved: without your permission")).to_be_visible()
    assert page.evaluate("asked") == [[{"origins": ["https://catalog.example/*"]}, True, "submit"]]
    assert options.stored("catalogs") is None


def test_a_catalog_without_permission_says_so_and_asks_again_on_request(options: Options) -> None:
    options.store(catalogs=[PRESET, TOWN])
    page = options.page
    expect(options.row("Town Catalog")).to_contain_text("catalog.example · needs your permission")
    page.evaluate("() => { chrome.permissions.request = async (wanted) => ((window.asked = wanted), false); }")
    page.get_by_role("button", name="Allow this address: Town Catalog").click()
    assert page.evaluate("asked") == {"origins": ["https://catalog.example/*"]}


def test_a_permission_is_given_back_with_the_last_catalog_that_needs_it(options: Options) -> None:
    twin = {**TOWN, "id": "twin", "address": "https://catalog.example/twin", "name": "Twin", "letter": "W"}
    options.store(catalogs=[PRESET, TOWN, twin])
    page = options.page
    page.evaluate(
        "() => { window.given = []; chrome.permissions.remove = async ({ origins }) => given.push(...origins); }"
    )
    for name in ("Town Catalog", "Twin"):
        assert page.evaluate("given") == []
        page.get_by_role("button", name=f"Edit {name}").click()
        page.get_by_role("button", name="Remove this catalog").click()
        page.get_by_role("button", name=f"Remove {name}").click()
        expect(options.row(name)).to_have_count(0)
    wait_until(lambda: page.evaluate("given") == ["https://catalog.example/*"])


def test_curators_find_a_place_for_each_catalog_that_is_on_and_a_code_being_typed_stays(options: Options) -> None:
    page = options.page
    options.store(catalogs=[PRESET, TOWN])
    options.row("Town Catalog").wait_for()
    section = page.get_by_role("region", name="For curators")
    expect(section.get_by_label("Pairing code").first).to_be_hidden()
    section.locator("summary").click()
    expect(section.get_by_role("heading", level=3)).to_have_text(["Followworthy", "Town Catalog"])
    section.get_by_label("Pairing code").first.fill("K7Q")
    options.row("Town Catalog").get_by_role("checkbox").uncheck()
    expect(section.get_by_role("heading", level=3)).to_have_text(["Followworthy"])
    expect(section.get_by_label("Pairing code")).to_have_value("K7Q")
