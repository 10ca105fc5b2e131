from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from kg.publish.tables import table_forms

NAMES = ["partnerships", "cities", "networks", "memberships", "decisions", "sources"]
KEYS = {"partnerships": "partnership", "cities": "city", "networks": "network", "memberships": "membership",
        "decisions": "partnership", "sources": "source"}  # fmt: skip


def words(client: FlaskClient, path: str, language: str = "en") -> str:
    """What a page says, without its markup."""
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2].partition("</main")[0]))


def row(text: str, city: str) -> str:
    """What the row of a city says in a list of partnerships."""
    return text.partition(f" Ghent – {city} ")[2].partition(" Ghent – ")[0]


def test_a_day_tells_how_many_were_in_force_certainly_and_possibly(client: FlaskClient) -> None:
    page = words(client, "/partnerships?on=2019-06-01")
    assert "Partnerships on 1 June 2019 On 1 June 2019 Ghent had six sister cities: Kanazawa, " in page
    assert "Listed: 6 ties that were in force, and 5 of which that is not known." in page
    assert "possibly in force" in row(page, "Gdańsk")
    assert "The tie with Saint-Raphaël ended in 2018." in page
    assert not row(page, "Saint-Raphaël")
    day = words(client, "/partnerships?on=2015-06-01", "nl")
    assert "In de lijst: 7 banden die van kracht waren, en 5 waarvan dat niet bekend is." in day
    assert "Listed: 7 ties that were in force." in words(client, "/partnerships?on=1990&type=sister-city")
    possible = words(client, "/partnerships?on=1990&type=partner-city")
    assert "Listed: 1 tie of which it is not known whether it was in force." in possible


def test_today_says_first_what_was_decided_and_then_the_formal_status(client: FlaskClient) -> None:
    page = words(client, "/partnerships")
    assert row(page, "Tallinn").startswith("Estonia sister city August 1982 – ? 1982–? dropped formal end not known")
    assert row(page, "Burgas").startswith("Bulgaria partner city 16 June 2009 – ? 2009–? dropped formal end not known")
    assert "1971– kept last known agreement to 2026" in row(page, "Kanazawa")
    assert "1958–2018 ended formally ended" in row(page, "Saint-Raphaël")
    assert "1969–2021 dropped formally ended" in row(page, "Wiesbaden")


@pytest.mark.parametrize(("choice", "answer"), [
    ("verdict=not-maintained", "By a decision known since 20 January 2021, Ghent dropped its ties with five sister "),
    ("verdict=maintain", "Ghent decided to keep one sister city: Kanazawa"),
    ("country=DEU", "Germany: By a decision known since 20 January 2021, Ghent dropped its ties with two "),
    ("country=DEU&on=1990-06-01", "Germany: On 1 June 1990 Ghent had two sister cities: Melle and Wiesbaden."),
    ("country=CHN&on=1990", "China: No source confirms any of these ties in 1990."),
    ("verdict=not-maintained&on=1990&type=sister-city", "Dropped: In 1990 Ghent had five sister cities: Melle, "),
    ("status=ended", "Ended: two sister cities (Saint-Raphaël and Wiesbaden) of Ghent."),
    ("status=in-force&type=sister-city", "In force, sister city: one sister city (Kanazawa) of Ghent."),
    ("certainty=ambiguous", "Ambiguous: one partner city (Taizhou) of Ghent."),
])  # fmt: skip
def test_a_list_that_is_narrowed_tells_of_the_ties_that_it_has(client: FlaskClient, choice: str, answer: str) -> None:
    page = client.get(f"/partnerships?{choice}&lang=en", headers={"Accept": "text/html"}).text
    assert page.partition("<h1>")[2].partition("</h1>")[0].startswith(answer)


def test_ten_ties_are_dropped_in_the_sentence_in_the_list_in_its_menu_and_in_its_data(client: FlaskClient) -> None:
    page = client.get("/partnerships?verdict=not-maintained&lang=en", headers={"Accept": "text/html"}).text
    assert page.count('<th scope="row">') == 10
    assert '<option value="not-maintained" selected>dropped (10)</option>' in page
    rows = client.get("/partnerships.json?verdict=not-maintained").get_json()["rows"]
    assert len({row["partnership"] for row in rows}) == 10


@pytest.mark.parametrize(("path", "language", "answer"), [
    ("/partnerships?on=1990-06-01", "en", "On 1 June 1990 Ghent had seven sister cities: "),
    ("/partnerships?on=1990-06-01&type=partner-city", "fr", "Aucune source ne confirme une ville partenaire de Gand"),
    ("/partnerships?on=1990-06&type=sister-city", "de", "Im Juni 1990 hatte Gent sieben Partnerstädte: Kanazawa, "),
    ("/partnerships?type=partner-city", "en", "By a decision known since 20 January 2021, Ghent dropped its ties"),
    ("/cities", "en", "Ghent has or had ties with twelve other cities."),
    ("/cities?country=DEU", "en", "Cities"),
    ("/networks", "nl", "De bronnen noemen Gent lid van 15 netwerken."),
    ("/doc/network/eurocities.html", "en", "A source calls Ghent a member of Eurocities; since when is not known."),
    ("/doc/decision/gent-reorientation.html", "en", "By a decision known since 20 January 2021, Ghent kept one sister"),
    ("/", "en", "Ghent decided to keep one sister city: Kanazawa (since 4 October 1971)."),
    ("/doc/partnership/be-gent--de-wiesbaden.html", "en", "No: Ghent dropped this tie, by a decision known since"),
    ("/doc/partnership/be-gent--de-wiesbaden.html", "nl", "Nee: Gent heeft deze band stopgezet, door een"),
    ("/doc/city/be-gent.html", "nl", "Gent koos voor het behoud van één zusterstad: Kanazawa (sinds 4 oktober 1971)."),
])  # fmt: skip
def test_the_heading_is_the_answer(client: FlaskClient, path: str, language: str, answer: str) -> None:
    page = client.get(path, headers={"Accept": "text/html", "Accept-Language": language}).text
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert heading.rpartition("</span> ")[2].startswith(answer)
    assert ("Is it still a tie of Ghent?" in heading) is ("partnership/" in path and language == "en")


def test_a_list_of_cities_has_what_became_of_the_only_tie_of_each(client: FlaskClient) -> None:
    rows = words(client, "/cities").partition(" Location ")[2]
    assert "Wiesbaden Germany 4 September 1969 – 2021 1969–2021 dropped" in rows
    assert "Kanazawa Japan 4 October 1971 – 1971– kept" in rows
    assert "Ghent Belgium Partnerships: 12 Networks: 15" in rows
    assert "Sint-Denijs-Westrem Belgium Partnerships: 0" in rows


def test_who_says_so_is_told_apart_by_what_they_say(client: FlaskClient) -> None:
    page = words(client, "/doc/partnership/be-gent--de-wiesbaden.html")
    dropped, _, ended = page.partition("Who says so dropped: ")[2].partition(" ended: ")
    assert "VRT NWS" in dropped
    assert "sensor Wiesbaden" in ended[:200]
    assert "Who says so kept: Stad Gent" in words(client, "/doc/partnership/be-gent--jp-kanazawa.html")


def test_memberships_have_a_column_for_their_status_where_one_is_known(client: FlaskClient) -> None:
    today = client.get("/doc/network/eurocities.html?lang=en").text
    assert 'data-label="Role:"' in today
    assert 'data-label="Status:"' not in today
    then = client.get("/doc/network/eurocities.html?on=2017&lang=en").text
    assert re.findall(r'data-label="Certain or possible:">([^<]*)<', then)[0] in ("certain", "possible")


def test_a_choice_is_taken_back_by_one_click(client: FlaskClient) -> None:
    page = client.get("/partnerships?on=1990-06-01&type=sister-city&country=DEU&lang=en").text
    chips = page.partition('<ul class="chips"')[2].partition("</ul>")[0]
    leads = re.findall(r'href="([^"]+)">([^<]+?) <span', chips)
    assert leads == [
        ("/partnerships?on=1990-06-01&amp;country=DEU&amp;lang=en", "Kind: sister city"),
        ("/partnerships?on=1990-06-01&amp;type=sister-city&amp;lang=en", "Country: Germany"),
    ]
    assert 'class="chips"' not in client.get("/partnerships?on=1990-06-01&lang=en").text
    assert ">Language: Dutch <" in client.get("/sources?written=NLD&lang=en").text


@pytest.mark.parametrize(("tie", "language", "sentence"), [
    ("ee-tallinn", "en", "dropped by the decision known since 20 January 2021 Formal end: no source gives one"),
    ("ee-tallinn", "nl", "stopgezet door de beslissing die bekend is sinds 20 januari 2021 Formeel einde: geen bron "),
    ("de-wiesbaden", "en", "dropped by the decision known since 20 January 2021 Formal end: between 21 January"),
    ("jp-kanazawa", "en", "kept by the decision known since 20 January 2021 last confirmed on 10 November 2021"),
    ("bg-burgas", "en", "since 16 June 2009, not confirmed later"),
])  # fmt: skip
def test_the_page_of_a_tie_says_what_became_of_it(client: FlaskClient, tie: str, language: str, sentence: str) -> None:
    assert sentence in words(client, f"/doc/partnership/be-gent--{tie}.html", language)


def test_the_start_page_has_a_line_for_each_tie_in_three_groups(client: FlaskClient) -> None:
    page = client.get("/?lang=en").text
    sections = re.findall(r'<section class="group-of-ties" id="(\w+)">(.*?)</section>', page, re.DOTALL)
    assert [(name, section.count('<th scope="row">')) for name, section in sections] == [
        ("kept", 1), ("dropped", 10), ("ended", 1)
    ]  # fmt: skip
    kept, dropped, ended = (re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section)) for _, section in sections)
    assert "The last known agreement between Ghent and Kanazawa runs to 2026." in kept
    assert "Kanazawa Japan sister city 4 October 1971 – 1971– last known agreement to 2026" in kept
    assert "Taizhou China partner city start not known – ? ?–? formal end not known" in dropped
    assert "Wiesbaden Germany sister city 4 September 1969 – 2021 1969–2021 formally ended" in dropped
    assert "Saint-Raphaël France sister city 1958 – 2018 1958–2018 formally ended" in ended
    assert page.index("timeline") < page.index('id="kept"') < page.index("pictures/map")


def test_facets_narrow_the_list_and_say_how_much_they_leave(client: FlaskClient) -> None:
    page = client.get("/partnerships?on=2019-06-01&type=partner-city", headers={"Accept": "text/html"}).text
    assert '<option value="partner-city" selected>' in page
    assert page.count('<th scope="row">') == 5
    assert '<input type="hidden" name="on" value="2019-06-01">' in page
    assert page.count('<input type="hidden" name="type" value="partner-city">') == 2  # by day and by year
    assert "Nothing" not in words(client, "/cities?country=DEU")


def test_the_day_is_asked_for_by_a_form_that_needs_no_script(client: FlaskClient) -> None:
    page = client.get("/partnerships", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    form = page.partition('<form class="day"')[2].partition("</form>")[0]
    assert 'method="get"' in form
    assert re.search(r'<label for="on">.*</label>\s*<input id="on" type="date" name="on"', form)
    assert 'name="status"' not in form


@pytest.mark.parametrize("name", NAMES)
def test_a_list_is_to_be_had_as_csv_and_json_with_the_same_things(client: FlaskClient, name: str) -> None:
    table = client.get(f"/{name}.csv?header=names")
    data = client.get(f"/{name}.json")
    assert (table.mimetype, data.mimetype) == ("text/csv", "application/json")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    answer = data.get_json()
    key = KEYS[name]
    assert {row[key] for row in rows} == {row[key] for row in answer["rows"]}
    assert len(rows) == len({row[key] for row in rows}) > 10
    assert answer["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert answer["query"].startswith("BASE <")
    accepted = client.get(f"/{name}?header=names", headers={"Accept": "text/csv"})
    assert accepted.data == table.data
    assert "Accept" in accepted.headers["Vary"]


@pytest.mark.parametrize("name", ["partnerships", "networks"])
def test_a_list_links_to_its_other_forms_with_its_choice_and_to_its_licence(client: FlaskClient, name: str) -> None:
    links = client.get(f"/{name}?on=2015").headers["Link"]
    assert f'</{name}.csv?on=2015>; rel="alternate"; type="text/csv"' in links
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in links


def test_a_list_of_a_day_has_that_day_in_its_data(client: FlaskClient) -> None:
    rows = client.get("/partnerships.json?on=2019-06-01&country=DEU").get_json()["rows"]
    assert {each["name"] for each in rows} == {"Gent – Melle", "Gent – Wiesbaden"}
    assert {each["strength"] for each in rows} == {"certain"}


def test_numbers_are_numbers_and_what_is_unknown_is_null(client: FlaskClient) -> None:
    cities = {each["city"].rpartition("/")[2]: each for each in client.get("/cities.json").get_json()["rows"]}
    assert cities["be-gent"]["partnerships"] == 12
    assert cities["cn-taizhou"]["point"] is None


@pytest.mark.parametrize(
    "path", ["/networks.json?type=certification&on=2003-01", "/partnerships.json?status=unknown&on=1990"]
)
def test_what_a_list_offers_is_valid_also_on_a_day_on_which_nothing_has_it(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json().get("rows")) == (200, [])
    assert client.get(path.replace("certification", "club").replace("unknown", "lost")).status_code == 400


def test_a_number_of_a_page_is_an_integer_as_json_schema_has_them(client: FlaskClient) -> None:
    by_form = [client.get(f"/cities.json?page={number}") for number in ("1", "1.0")]
    assert [answer.status_code for answer in by_form] == [200, 200]
    assert by_form[0].get_json()["rows"] == by_form[1].get_json()["rows"]


@pytest.mark.parametrize("path", [
    "/partnerships?on=yesterday", "/partnerships?type=sister", "/partnerships?day=2019-06-01", "/cities?page=one",
    "/cities?page=1.5", "/cities?page=0", "/sources.csv-metadata.json?page=0",
])  # fmt: skip
def test_what_cannot_be_meant_is_400_with_advice(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["detail"]


def test_an_unknown_form_of_a_list_is_404_with_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/cities.xml")
    assert answer.status_code == 404
    assert "/cities.csv" in answer.get_json()["similar"]
    assert client.get("/cities", headers={"Accept": "image/png"}).get_json()["offers"] == [
        *("text/html", "application/json", "text/csv", table_forms.XLSX.media_type, "application/geo+json"),
        "application/csvm+json",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/", *(f"/{name}" for name in NAMES), "/data", "/doc/city/be-gent.html"])
def test_what_a_page_was_made_by_opens_in_the_editor_and_answers(client: FlaskClient, path: str) -> None:
    browser = {"Accept": "text/html", "Accept-Language": "en"}
    links = re.findall(r'href="(/sparql\?query=[^"]*run=1[^"]*)"', client.get(path, headers=browser).text)
    assert links
    for link in links:
        answer = client.get(link.replace("&amp;", "&"), headers=browser)
        assert answer.status_code == 200
        assert 'class="answer"' in answer.text
        assert "No solutions" not in answer.text


def test_a_decision_on_a_partnership_has_the_name_of_its_verdict(client: FlaskClient) -> None:
    for tag, dropped in (("en", "dropped"), ("nl", "stopgezet")):
        rows = client.get(f"/partnerships.json?lang={tag}").json["rows"]
        decided = [row for row in rows if row["verdictConcept"]]
        assert len(decided) > 20
        assert all(row["verdictName"] and row["verdictCertaintyName"] for row in decided)
        assert dropped in {row["verdictName"] for row in decided}
