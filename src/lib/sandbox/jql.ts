import type { Json } from '../ticket/json';
import type { Context } from './context';
import type { Clause, Comparison, Jql, Operand } from './jql-parser';
import { PROJECTS, projectOf } from './projects';
import { refusal } from './refusal';
import { textOf } from './documents';
import type { Ticket } from './ticket-store';
import { wordsOf } from './ticket-changes';
import { statusOf } from './workflow';

type Test = (ticket: Ticket) => boolean;

/** What a field of JQL has to compare: words in lower case, or a moment in milliseconds. */
interface Searchable {
  names: string[];
  /** The words that the ticket can be found by; none: EMPTY. */
  words?: (ticket: Ticket, context: Context) => string[];
  moment?: (ticket: Ticket) => number;
  /** Found by what is within its words (`~`), not by their being equal. */
  text?: true;
  /** @throws {Refusal} 400 where there is no such value, as Jira checks projects */
  check?(value: string): void;
  exists?: (context: Context) => boolean;
}

const person = (id: string | undefined, { people }: Context): string[] => {
  const one = people.byAccountId(id ?? '');
  return one === undefined ? [] : [one.accountId, one.name, one.email, one.displayName];
};
const kept = (ticket: Ticket, field: string): string | undefined => ticket.fields.get(field) as string | undefined;
const named = (field: string) => (ticket: Ticket, context: Context) => (ticket.fields.has(field) ? [String(kept(ticket, field)), wordsOf(ticket, field, context)] : []);
const texts = (...names: string[]) => ({ fields }: Ticket) => names.flatMap((name) => (fields.has(name) ? [textOf(fields.get(name) as Json)] : []));

const SEARCHABLE: Searchable[] = [
  { names: ['project'], words: ({ project }) => [project.key, project.name, project.id], check: checkProject },
  { names: ['key', 'issuekey', 'issue', 'id'], words: ({ key, id }) => [key, id] },
  { names: ['labels'], words: ({ fields }) => (fields.get('labels') ?? []) as string[] },
  { names: ['creator'], words: ({ creator }, context) => person(creator, context), exists: ({ traits }) => traits.creator },
  { names: ['reporter'], words: (ticket, context) => person(kept(ticket, 'reporter'), context) },
  { names: ['assignee'], words: (ticket, context) => person(kept(ticket, 'assignee'), context) },
  { names: ['issuetype', 'type'], words: named('issuetype') },
  { names: ['priority'], words: named('priority') },
  { names: ['resolution'], words: named('resolution') },
  { names: ['status'], words: ({ status }) => [status, statusOf(status).name] },
  { names: ['statuscategory'], words: ({ status }) => Object.values(statusOf(status).category).map(String) },
  { names: ['created', 'createddate'], moment: ({ created }) => created },
  { names: ['updated', 'updateddate'], moment: ({ updated }) => updated },
  { names: ['summary'], words: texts('summary'), text: true },
  { names: ['description'], words: texts('description'), text: true },
  { names: ['text'], words: texts('summary', 'description', 'environment'), text: true },
];

/**
 * The tickets that a query finds, in its order; without one, newest first.
 *
 * @throws {Refusal} 400 in Jira's words for what it does not know
 */
export function runJql({ where, order }: Jql, tickets: Ticket[], context: Context): Ticket[] {
  const test = where === undefined ? () => true : testOf(where, context);
  const [first = { field: 'created', descending: true }, ...others] = order;
  const sorting = [first, ...others, { field: 'key', descending: first.descending }];
  const keys = sorting.map(({ field, descending }) => ({ key: sortKey(field, context), sign: descending ? -1 : 1 }));
  return tickets.filter(test).sort((a, b) => {
    for (const { key, sign } of keys) {
      const [one, other] = [key(a), key(b)];
      if (one !== other) return one < other ? -sign : sign;
    }
    return 0;
  });
}

function testOf(clause: Clause, context: Context): Test {
  if ('all' in clause) return every(clause.all.map((part) => testOf(part, context)));
  if ('any' in clause) return some(clause.any.map((part) => testOf(part, context)));
  if ('not' in clause) return not(testOf(clause.not, context));
  const field = searchable(clause.field, context);
  const { operator, operands } = clause;
  const { words, moment } = field;
  if (moment !== undefined) return byMoment(moment, clause, context);
  if (words === undefined) throw unsupported(clause);
  const filled: Test = (ticket) => words(ticket, context).length > 0;
  const has = some(operands.map((operand) => wordTest(field, words, operand, context)));
  switch (operator) {
    case 'is':
      return not(filled);
    case 'is not':
      return filled;
    case field.text ? '~' : '=':
    case field.text ? '~' : 'in':
      return has;
    // Jira's negations do not find what is empty.
    case field.text ? '!~' : '!=':
    case field.text ? '!~' : 'not in':
      return every([filled, not(has)]);
    default:
      throw unsupported(clause);
  }
}

const every = (tests: Test[]): Test => (ticket) => tests.every((test) => test(ticket));
const some = (tests: Test[]): Test => (ticket) => tests.some((test) => test(ticket));
const not = (test: Test): Test => (ticket) => !test(ticket);

function wordTest(field: Searchable, words: NonNullable<Searchable['words']>, operand: Operand, context: Context): Test {
  const value = operandText(operand, context);
  field.check?.(value);
  const sought = value.toLowerCase();
  if (field.text !== true) return (ticket) => words(ticket, context).some((word) => word.toLowerCase() === sought);
  const parts = sought.split(/[\s"*?]+/).filter((part) => part !== '');
  return (ticket) => {
    const text = words(ticket, context).join('\n').toLowerCase();
    return parts.every((part) => text.includes(part));
  };
}

function operandText(operand: Operand, { user }: Context): string {
  if ('text' in operand) return operand.text;
  if (operand.function === 'currentuser') return user.accountId;
  throw refusal(400, [`Unable to find JQL function '${operand.function}()'.`]);
}

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
};

function byMoment(moment: (ticket: Ticket) => number, clause: Comparison, context: Context): Test {
  const [operand] = clause.operands;
  const compare = COMPARE[clause.operator];
  if (compare === undefined || operand === undefined) throw unsupported(clause);
  const limit = 'function' in operand && operand.function === 'now' ? context.now : momentOf(operandText(operand, context), context.now);
  if (limit === undefined) {
    throw refusal(400, [
      `Date value '${operandText(operand, context)}' for field '${clause.field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    ]);
  }
  return (ticket) => compare(moment(ticket), limit);
}

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `-5m`, `-1d 2h`, `2026/11/23 14:39`, `2026-11-23`, ISO 8601; without an offset in UTC, this Jira's time zone. */
function momentOf(text: string, now: number): number | undefined {
  const period = /^([+-]?)((?:\d+[mhdw]\s*)+)$/.exec(text.trim());
  if (period !== null) {
    const ms = [...(period[2] ?? '').matchAll(/(\d+)([mhdw])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
    return period[1] === '-' ? now - ms : now + ms;
  }
  const day = /^(\d{4})[/-](\d\d?)[/-](\d\d?)(?: (\d\d?):(\d\d))?$/.exec(text.trim());
  if (day !== null) {
    const [year = 0, month = 1, date = 1, hour = 0, minute = 0] = day.slice(1).map((part) => Number(part ?? 0));
    return Date.UTC(year, month - 1, date, hour, minute);
  }
  const iso = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(iso) ? undefined : iso;
}

function searchable(name: string, context: Context): Searchable {
  const field = SEARCHABLE.find(({ names, exists }) => names.includes(name.toLowerCase()) && exists?.(context) !== false);
  if (field === undefined) throw refusal(400, [`Field '${name}' does not exist or you do not have permission to view it.`]);
  return field;
}

function checkProject(value: string): void {
  if (projectOf(value) === undefined && !PROJECTS.some(({ name }) => name.toLowerCase() === value.toLowerCase())) {
    throw refusal(400, [`The value '${value}' does not exist for the field 'project'.`]);
  }
}

function unsupported({ operator, field }: { operator: string; field: string }) {
  return refusal(400, [`The operator '${operator}' is not supported by the '${field}' field.`]);
}

/** Keys sort by project, then by number. */
function sortKey(name: string, context: Context): (ticket: Ticket) => string | number {
  const { names, moment, words } = searchable(name, context);
  if (moment !== undefined) return moment;
  if (names.includes('key')) return ({ project, key }) => project.key + key.slice(project.key.length).padStart(12, '0');
  return (ticket) => words?.(ticket, context)[0] ?? '';
}
