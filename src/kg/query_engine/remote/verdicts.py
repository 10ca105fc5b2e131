"""The answer to ASK, which Virtuoso 7 gives as a table."""

from __future__ import annotations

import json

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

Results = QueryBoolean | QuerySolutions
_COLUMN = "__ASK_RETVAL"


def of_ask(results: Results) -> Results:
    """The boolean that a table with the one column and row of Virtuoso 7 stands for; anything else as it is."""
    if not isinstance(results, QuerySolutions) or [column.value for column in results.variables] != [_COLUMN]:
        return results
    values = [row[0] for row in results]
    holds = len(values) == 1 and isinstance(values[0], Literal) and values[0].value == "1"
    document = json.dumps({"head": {}, "boolean": holds}).encode()
    return parse_query_results(document, format=QueryResultsFormat.JSON)
