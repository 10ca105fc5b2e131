# Makes a graph of version 0.1 of the ontology one of version 0.2. docs/model.md §10 says how to run it and what is left to do
# by hand. What is of version 0.2 already stays as it is.
BASE <https://w3id.org/city-ties/>
PREFIX ct: <https://w3id.org/city-ties/ns#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcmitype: <http://purl.org/dc/dcmitype/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# A publisher is an agent with a name, one node for all of its sources.
DELETE { ?source dct:publisher ?name }
INSERT {
  ?source dct:publisher ?agent .
  ?agent a foaf:Agent ;
    foaf:name ?name .
}
WHERE {
  ?source a ct:Source ;
    dct:publisher ?name .
  FILTER(ISLITERAL(?name))
  BIND(IRI(CONCAT("id/agent/", ENCODE_FOR_URI(REPLACE(LCASE(STR(?name)), "[ ,]+", "-")))) AS ?agent)
} ;

# A cited data set is a source of ours and no data set of ours.
DELETE { ?source a dcat:Dataset }
INSERT { ?source dct:type dcmitype:Dataset }
WHERE { ?source a ct:Source , dcat:Dataset } ;

# A city is no concept: GeoNames describes the place, the others the same municipality.
DELETE { ?city ?match ?place }
INSERT { ?city ?property ?place }
WHERE {
  ?city a ct:City ;
    ?match ?place .
  FILTER(?match IN (skos:exactMatch, skos:closeMatch))
  BIND(CONTAINS(STR(?place), "geonames.org") || ?match = skos:closeMatch AS ?isRelated)
  BIND(IF(?isRelated, rdfs:seeAlso, owl:sameAs) AS ?property)
} ;

# Who assessed and who decided are two properties.
DELETE { ?finding prov:wasAttributedTo ?agent }
INSERT { ?finding ct:assessor ?agent }
WHERE {
  ?finding a ct:ActivityFinding ;
    prov:wasAttributedTo ?agent .
} ;

DELETE { ?decision prov:wasAttributedTo ?agent }
INSERT { ?decision ct:decidedBy ?agent }
WHERE {
  ?decision a ct:Decision ;
    prov:wasAttributedTo ?agent .
} ;

# Deciding is an activity that the assessment informed and that generated the decision.
DELETE { ?decision prov:wasInfluencedBy ?assessment }
INSERT {
  ?decision prov:wasGeneratedBy ?deciding .
  ?deciding a ct:Deciding ;
    skos:prefLabel "Deciding"@en , "Besluitvorming"@nl ;
    prov:wasAssociatedWith ?agent ;
    prov:wasInformedBy ?assessment .
}
WHERE {
  ?decision a ct:Decision ;
    prov:wasInfluencedBy ?assessment ;
    ct:decidedBy ?agent .
  BIND(IRI(CONCAT(STR(?decision), "#deciding")) AS ?deciding)
}
