"""The terms of SHACL, so that a misspelt one is an error and not a constraint that is silently ignored."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.rdf.namespaces import SH

_CLASSES = """NodeShape PropertyShape Shape ValidationReport ValidationResult AbstractResult Severity Violation Warning
    Info NodeKind BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Literal ConstraintComponent Parameter
    Parameterizable Validator SPARQLConstraint SPARQLExecutable SPARQLAskExecutable SPARQLSelectExecutable
    SPARQLAskValidator SPARQLSelectValidator PrefixDeclaration PropertyGroup ResultAnnotation SPARQLConstructExecutable
    SPARQLUpdateExecutable"""
_COMPONENTS = """And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount
    MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength NodeKind Node Not Or Pattern
    Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone"""
_PARAMETERS = """and class closed ignoredProperties datatype disjoint equals hasValue in languageIn lessThan
    lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength nodeKind
    node not or pattern flags property qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint sparql uniqueLang xone"""
_TARGETS = "targetClass targetNode targetObjectsOf targetSubjectsOf"
_PATHS = "path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath"
_OTHERS = """severity message deactivated name description order group defaultValue select ask prefixes declare prefix
    namespace parameter optional validator nodeValidator propertyValidator labelTemplate shapesGraph entailment
    conforms result resultSeverity resultMessage resultPath focusNode value sourceShape sourceConstraint
    sourceConstraintComponent detail shapesGraphWellFormed resultAnnotation annotationProperty annotationValue
    annotationVarName construct update"""
# Descriptions of shapes in SHACL 1.2 that no verdict depends on.
_DESCRIBING = "codeIdentifier agentInstruction intent formalized unit"
# The Advanced Features and JavaScript notes: these would change the verdict, so shapes that use them are refused.
_ADVANCED = "target expression js"
# These derive statements, define functions, or describe what only the former refer to: no verdict depends on them.
_INERT = """Target TargetType SPARQLTarget SPARQLTargetType JSTarget JSTargetType rule Rule condition TripleRule
    SPARQLRule JSRule RuleLanguage subject predicate object ExpressionConstraintComponent JSConstraint
    JSConstraintComponent JSExecutable JSFunction JSLibrary JSValidator jsFunctionName jsLibrary
    jsLibraryURL Function SPARQLFunction returnType filterShape nodes union intersection this values"""
# The working draft of SHACL 1.2: what its tests settle is supported, the rest is known by name.
_SHACL12_PARAMETERS = """memberShape minListLength maxListLength uniqueMembers reifierShape reificationRequired
    rootClass singleLine someValue subsetOf uniqueValuesFor"""
_SHACL12_COMPONENTS = """MemberShape MinListLength MaxListLength UniqueMembers ReifierShape RootClass SingleLine
    SomeValue SubsetOf UniqueValuesFor"""
_SHACL12 = """targetWhere shape ProcessorConfiguration conformsToShapesGraph conformanceDisallows
    usedShapesGraph usedDataGraph usedConfiguration Trace Debug incomplete incompleteURIStart nodeByExpression
    ByTypes"""
_GRAPHS = "Graph DataGraph ShapesGraph RulesGraph suggestedShapesGraph"


def _terms(names: str, suffix: str = "") -> frozenset[NamedNode]:
    return frozenset(NamedNode(SH + name + suffix) for name in names.split())


PARAMETERS = _terms(_PARAMETERS) | _terms(_SHACL12_PARAMETERS)
TARGETS = _terms(_TARGETS)
DERIVING = (NamedNode(SH + "rule"), NamedNode(SH + "values"), NamedNode(SH + "returnType"))
SUPPORTED = _terms("target expression")
"""Those of the Advanced Features that would change the verdict and are used on demand."""
ADVANCED, INERT, SHACL12 = _terms(_ADVANCED), _terms(_INERT), _terms(_SHACL12)
KNOWN = (
    PARAMETERS
    | TARGETS
    | _terms(_CLASSES)
    | _terms(_COMPONENTS + " " + _SHACL12_COMPONENTS, "ConstraintComponent")
    | _terms("ShapeClass TripleTerm")
    | _terms(_PATHS)
    | _terms(_OTHERS)
    | _terms(_DESCRIBING)
    | _terms(_GRAPHS)
)


def sh(name: str) -> NamedNode:
    """The SHACL term of this name."""
    return NamedNode(SH + name)


def component(name: str) -> NamedNode:
    """The constraint component of this name: ``component("MinCount")``."""
    return NamedNode(SH + name + "ConstraintComponent")
