from __future__ import annotations

import json

from kg.publish.tables import csvw_metadata
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.tidy_table import KNOWN_TIME, Column, Kind, Table

COLUMNS = (Column("i", "Page", Kind.IRI), Column("t", "Start", Kind.TIME), Column("s", "Sources", repeats=True))


def test_a_column_has_both_its_titles_its_datatype_and_what_stands_between_values() -> None:
    made = Table("t", "Ties", "nl", COLUMNS, [((), (), ("a; b", "c"))], "i", licences=("http://l.example/",))
    document = json.loads(csvw_metadata.write(made, "t.csv", Header.NONE))
    assert document["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "nl"}]
    assert (document["url"], document["dialect"]["header"]) == ("t.csv", False)
    assert document["dc:license"] == [{"@id": "http://l.example/"}]
    assert document["tableSchema"] == {
        "columns": [
            {"name": "i", "titles": ["Page", "i"], "datatype": "anyURI"},
            {"name": "t", "titles": ["Start", "t"], "datatype": {"base": "string", "format": KNOWN_TIME}},
            {"name": "s", "titles": ["Sources", "s"], "datatype": "string", "separator": " | "},
        ],
        "aboutUrl": "{+i}",
    }
