"""What the publishers of any vocabulary need to know of ours."""

from __future__ import annotations

from kg.city_relations import changes, schema_org
from kg.city_relations.sentences import traced_claims
from kg.publish.field_vocabulary import Vocabulary
from kg.publish.search.result_group import Group
from kg.translations.catalogue import mark

VOCABULARY = Vocabulary(
    telling=(
        *("ct:status", "ct:agreementType", "ct:activityLevel", "ct:reason", "ct:verdict", "ct:attributedTo"),
        *("ct:recognisedBy", "ct:participant", "ct:country"),
        *("org:organization", "org:role"),
    ),
    groups=(
        Group("city", mark("place"), mark("places"), ("ct:City", "ct:Territory"), detail="dct:spatial"),
        Group(
            "country",
            mark("country"),
            mark("countries"),
            with_property="ct:region",
            holds=("dct:spatial", "ct:City"),
        ),
        Group(
            "partnership",
            mark("partnership"),
            mark("partnerships"),
            ("ct:Partnership",),
            detail="ct:partnershipType",
            answers=True,
        ),
        Group(
            "network",
            mark("network"),
            mark("networks"),
            ("ct:Network",),
            detail="ct:networkType",
        ),
        Group("decision", mark("decision"), mark("decisions"), ("ct:Decision",)),
        Group(
            "body",
            mark("service or body"),
            mark("services and bodies"),
            ("ct:Body",),
            detail="org:unitOf",
            tells=True,
        ),
        Group("publisher", mark("publisher"), mark("publishers"), ("foaf:Agent",), tells=True),
        Group("source", mark("source"), mark("sources"), ("ct:Source",), detail="dct:publisher", tells=True),
    ),
    quoted=("ct:evidence", "ct:about", "ct:terminates"),
    schema_org=schema_org.WRITERS,
    changes=changes.words,
    traced=traced_claims.traced,
)
