// Sets brackets around arithmetic: oxigraph 0.5.11 of npm takes 10 - 2 - 3 for 10 - (2 - 3), against SPARQL 1.1 §19.8.

const TOKEN = /\s+|#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|[?$][\p{L}\p{N}_]+|@[A-Za-z][A-Za-z0-9-]*|\^\^|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|(?:[\p{L}_][\p{L}\p{N}_.·-]*)?:(?:[\p{L}\p{N}_:%\\](?:[\p{L}\p{N}_:%.·\\-]*[\p{L}\p{N}_:%\\-])?)?|[\p{L}_][\p{L}\p{N}_]*|&&|\|\||[<>!]=|[^]/gu;
const CLAUSES = /^(SELECT|GROUP|ORDER|HAVING|FILTER|BIND)$/i;
const ENDS = /^(WHERE|LIMIT|OFFSET|VALUES|FROM|OPTIONAL|UNION|MINUS|GRAPH|SERVICE)$/i;
const LEVELS = [new Set(["+", "-"]), new Set(["*", "/"])];

/** The same query, in which every sum and product says in what order it is computed. */
export function bracketed(query) {
  const tokens = query.match(TOKEN) ?? [];
  return new Reader(tokens).pattern();
}

class Reader {
  constructor(tokens) {
    this.tokens = tokens;
    this.place = 0;
  }

  get next() {
    return this.tokens[this.place];
  }

  take() {
    return this.tokens[this.place++] ?? "";
  }

  space() {
    let text = "";
    while (this.next !== undefined && (/^\s/.test(this.next) || this.next.startsWith("#"))) text += this.take();
    return text;
  }

  /** Triples and clauses up to the brace that closes them; brackets hold expressions only in some clauses. */
  pattern() {
    let text = "";
    let clause = "";
    while (this.next !== undefined && this.next !== "}") {
      const token = this.next;
      if (token === "(" && clause) {
        text += this.group();
        if (/^(FILTER|BIND)$/i.test(clause)) clause = "";
        continue;
      }
      text += this.take();
      if (CLAUSES.test(token)) clause = token;
      else if (ENDS.test(token)) clause = "";
      else if (token === "{") {
        clause = "";
        text += this.pattern() + this.take();
      }
    }
    return text;
  }

  /** Brackets with expressions in them. */
  group() {
    let text = this.take();
    while (this.next !== undefined && this.next !== ")") text += this.expression();
    return text + this.take();
  }

  /** One sum, or one token between sums: a comma, a comparison, a word such as AS. */
  expression() {
    const space = this.space();
    if (this.next === undefined || this.next === ")") return space;
    const first = this.operand();
    if (first === null) return space + this.take();
    const operands = [first];
    const operators = [];
    for (;;) {
      const start = this.place;
      const before = this.space();
      const operator = this.next;
      if (!LEVELS.some((level) => level.has(operator))) {
        this.place = start;
        break;
      }
      this.take();
      const after = this.space();
      const operand = this.operand();
      if (operand === null) {
        this.place = start;
        break;
      }
      operators.push(operator);
      operands.push(operand);
    }
    return space + joined(operands, operators);
  }

  /** A value with what belongs to it; null where none begins. */
  operand() {
    const token = this.next;
    if (token === undefined) return null;
    if (/^[-+!]$/.test(token)) {
      const start = this.place;
      const sign = this.take() + this.space();
      const value = this.operand();
      if (value === null) this.place = start;
      return value === null ? null : sign + value;
    }
    if (token === "(") return this.group();
    if (token === "{") return this.take() + this.pattern() + this.take();
    if (/^(AS|IN|NOT|EXISTS|DISTINCT|SEPARATOR)$/i.test(token)) return null;
    if (!/^["'<?$\d.\p{L}_:]/u.test(token) || token === "<" || token === "<=") return null;
    let text = this.take();
    if (/^["']/.test(token)) {
      if (this.next?.startsWith("@")) text += this.take();
      else if (this.next === "^^") text += this.take() + this.take();
      return text;
    }
    if (/^[<\p{L}_:]/u.test(token)) {
      const start = this.place;
      const space = this.space();
      if (this.next === "(") return text + space + this.group();
      this.place = start;
    }
    return text;
  }
}

function joined(operands, operators) {
  for (const level of [...LEVELS].reverse()) {
    for (let place = 0; place < operators.length; ) {
      if (!level.has(operators[place])) {
        place += 1;
        continue;
      }
      const [one, other] = operands.slice(place, place + 2);
      operands.splice(place, 2, `(${one} ${operators[place]} ${other})`);
      operators.splice(place, 1);
    }
  }
  return operands[0];
}
