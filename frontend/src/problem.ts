// Problem details (RFC 9457) as the query service sends them.

export interface Problem {
  readonly title: string;
  readonly status?: number;
  readonly detail?: string;
  readonly hint?: string;
  /** The language of the detail and the hint, where it is not English. */
  readonly language?: string;
  /** The line and the column in the query, both counted in characters from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** The problem in the body of an error response; its status line where the body has none. */
export function readProblem(body: string, response: Response): Problem {
  try {
    const problem = JSON.parse(body) as Problem;
    if (typeof problem.title === "string") return problem;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { title: `${response.status} ${response.statusText}` };
}
