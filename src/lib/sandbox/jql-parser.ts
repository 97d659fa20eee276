import { refusal } from './refusal';

/** A JQL value: text, or a function such as `currentUser()`. */
export type Operand = { text: string } | { function: string };

export type Clause =
  | { all: Clause[] }
  | { any: Clause[] }
  | { not: Clause }
  | Comparison;

export interface Comparison {
  field: string;
  operator: string;
  /** `in`, `not in` have any number, `is` and `is not` EMPTY have none, all others one. */
  operands: Operand[];
}

export interface Jql {
  /** Absent: everything. */
  where?: Clause;
  order: Array<{ field: string; descending: boolean }>;
}

interface Token {
  text: string;
  quoted: boolean;
}

/** A query of this length is no question but an attack on whoever parses it. */
const LONGEST_QUERY = 100_000;
const DEEPEST = 50;
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|!~|>=|<=|[=~<>(),])|([^\s"'=~!<>(),]+)|(.))/sy;
const OPERATORS = new Set(['=', '!=', '~', '!~', '>=', '<=', '>', '<']);

/**
 * Parses the JQL that look-ups need: clauses, AND, OR, NOT, parentheses, ORDER BY.
 *
 * @throws {Refusal} 400 in Jira's words
 */
export function parseJql(jql: string): Jql {
  if (jql.length > LONGEST_QUERY) throw syntaxError('The query is too long.');
  const parser = new Parser(tokens(jql));
  return parser.query();
}

function tokens(jql: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(jql); match !== null; match = TOKEN.exec(jql)) {
    const [, double, single, operator, word, stray] = match;
    if (stray !== undefined && stray.trim() !== '') throw syntaxError(`The character '${stray}' is not expected.`);
    const text = double ?? single;
    if (text !== undefined) found.push({ text: text.replace(/\\(.)/gs, '$1'), quoted: true });
    else if (stray === undefined) found.push({ text: operator ?? word ?? '', quoted: false });
  }
  return found;
}

class Parser {
  private position = 0;
  private depth = 0;

  constructor(private readonly all: Token[]) {}

  query(): Jql {
    const jql: Jql = { order: [] };
    if (this.position < this.all.length && !this.isWord('order')) jql.where = this.either();
    if (this.takeWord('order')) {
      this.expectWord('by');
      do jql.order.push(this.sorting());
      while (this.takeWord(','));
    }
    const rest = this.all[this.position];
    if (rest !== undefined) throw syntaxError(`Expecting either 'OR' or 'AND' but got '${rest.text}'.`);
    return jql;
  }

  private either(): Clause {
    const any = [this.both()];
    while (this.takeWord('or')) any.push(this.both());
    return { any };
  }

  private both(): Clause {
    const all = [this.clause()];
    while (this.takeWord('and')) all.push(this.clause());
    return { all };
  }

  private clause(): Clause {
    this.depth += 1;
    if (this.depth > DEEPEST) throw syntaxError('The query is nested too deeply.');
    const clause = this.takeWord('not') ? { not: this.clause() } : this.takeWord('(') ? this.group() : this.comparison();
    this.depth -= 1;
    return clause;
  }

  private group(): Clause {
    const inner = this.either();
    this.expectWord(')');
    return inner;
  }

  private comparison(): Clause {
    const field = this.next('a field name').text;
    if (this.takeWord('is')) {
      const operator = this.takeWord('not') ? 'is not' : 'is';
      if (!this.takeWord('empty')) this.expectWord('null');
      return { field, operator, operands: [] };
    }
    if (this.takeWord('not')) {
      this.expectWord('in');
      return { field, operator: 'not in', operands: this.list() };
    }
    if (this.takeWord('in')) return { field, operator: 'in', operands: this.list() };
    const operator = this.next('an operator');
    if (operator.quoted || !OPERATORS.has(operator.text)) throw syntaxError(`Expecting operator but got '${operator.text}'.`);
    return { field, operator: operator.text, operands: [this.operand()] };
  }

  private list(): Operand[] {
    this.expectWord('(');
    const operands = [this.operand()];
    while (this.takeWord(',')) operands.push(this.operand());
    this.expectWord(')');
    return operands;
  }

  private operand(): Operand {
    const { text, quoted } = this.next('a value');
    if (!quoted && this.takeWord('(')) {
      this.expectWord(')');
      return { function: text.toLowerCase() };
    }
    return { text };
  }

  private sorting(): Jql['order'][number] {
    const field = this.next('a field name').text.toLowerCase();
    const descending = this.takeWord('desc');
    if (!descending) this.takeWord('asc');
    return { field, descending };
  }

  private next(expected: string): Token {
    const token = this.all[this.position];
    if (token === undefined || (!token.quoted && '(),'.includes(token.text))) throw syntaxError(`Expecting ${expected} but got '${token?.text ?? 'the end of the query'}'.`);
    this.position += 1;
    return token;
  }

  private isWord(word: string): boolean {
    const token = this.all[this.position];
    return token !== undefined && !token.quoted && token.text.toLowerCase() === word;
  }

  private takeWord(word: string): boolean {
    const taken = this.isWord(word);
    if (taken) this.position += 1;
    return taken;
  }

  private expectWord(word: string): void {
    if (!this.takeWord(word)) throw syntaxError(`Expecting '${word}' but got '${this.all[this.position]?.text ?? 'the end of the query'}'.`);
  }
}

function syntaxError(words: string) {
  return refusal(400, [`Error in the JQL Query: ${words}`]);
}
