// Reads dates from literals: a day, a month, a year, or an ISO 8601-2 interval whose sides may be open, as in "1971/..".

import type { Row, Term } from "./answer";

/** An interval of time in milliseconds, both ends included; null for an open end. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

const DATE = /^(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?(?:Z|[+-]\d\d:\d\d)?$/;
const TYPES = /#(date|dateTime|dateTimeStamp|gYear|gYearMonth)$/;
const NAMED = /year|jaar|date|datum|day|dag|since|sinds|until|tot|from|van|start|begin|end|einde/i;
const YEARS = { from: 1000, to: 2999 };
const DAY = 86_400_000;

/** The span of a literal; null for any other term. */
export function span(term: Term | undefined): Span | null {
  if (term?.type !== "literal") return null;
  const [before, after, more] = term.value.split("/");
  if (before === undefined || more !== undefined) return null;
  if (after === undefined) return day(before);
  const [first, last] = [side(before), side(after)];
  return first && last && (first.from !== null || last.to !== null) ? { from: first.from, to: last.to } : null;
}

/** The columns of dates: by their datatype, or by values that all read as dates and are not merely numbers. */
export function dateColumns(columns: readonly string[], rows: readonly Row[]): string[] {
  return columns.filter((name) => {
    const terms = rows.map((row) => row[name]).filter((term): term is Term => term !== undefined);
    return terms.length > 0 && terms.every((term) => isDate(term, name));
  });
}

function isDate(term: Term, column: string): boolean {
  if (!span(term)) return false;
  if (term.datatype && TYPES.test(term.datatype)) return true;
  if (!/^\d+$/.test(term.value)) return !term.datatype;
  const year = Number(term.value);
  return NAMED.test(column) && year >= YEARS.from && year <= YEARS.to;
}

function side(text: string): Span | null {
  return text === ".." || text === "" ? { from: null, to: null } : day(text);
}

function day(text: string): Span | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (month > 12 || date > 31) return null;
  const from = utc(year, month ? month - 1 : 0, date || 1);
  if (date) return { from, to: from };
  return { from, to: (month ? utc(year, month, 1) : utc(year + 1, 0, 1)) - DAY };
}

/** Date.UTC takes the years 0 to 99 for those of the twentieth century. */
function utc(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month, date);
}
