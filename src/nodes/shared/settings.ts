import type { Node, NodeAPI } from 'node-red';
import { z } from 'zod';
import { TicketError } from '../../lib/ticket/error';
import { found } from './found';

/** A variable within a text. Node-RED takes the whole text for a name where the brace is not closed, and a password may have such a `${`. */
const variable = /\$\{[^{}]+\}/g;

/**
 * A saved property as the flow file may have it: a number, text, `${ENV}` (also within a text), or empty.
 * Node-RED itself replaces only what is `${ENV}` as a whole.
 */
export function withEnvironment(RED: NodeAPI, node: Node, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll(variable, (name) => String(RED.util.evaluateNodeProperty(name, 'env', node, {})));
}

/** Whether a saved property is switched on: hand-written and older flows have it as text. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

const flag = z.preprocess(isOn, z.boolean());
const text = z.preprocess((value) => (value === undefined || value === null ? '' : String(value).trim()), z.string());

function number(minimum: number): z.ZodType<number | undefined> {
  const expected = `expected a number of at least ${minimum}`;
  return optional(z.number(expected).min(minimum, expected));
}

/** Longer than this, in days, comes to the same: a hundred years. Beyond 274,000 years there are no moments any more. */
const longest = 36_500;

/** @param inADay so many of its unit are a day */
function duration(minimum: number, inADay: number): z.ZodType<number | undefined> {
  return number(minimum).transform((value) => (value === undefined ? undefined : Math.min(value, longest * inADay)));
}

/** How many: at least one. */
function count(): z.ZodType<number | undefined> {
  const expected = 'expected a whole number of at least 1';
  return optional(z.number(expected).refine((value) => Number.isInteger(value) && value >= 1, expected));
}

/** Empty is undefined: no limit, or the default. */
function optional(schema: z.ZodType<number>): z.ZodType<number | undefined> {
  return z.preprocess((value) => (value === undefined || value === null || String(value).trim() === '' ? undefined : Number(value)), schema.optional());
}

function choice<T extends string>(values: readonly [T, ...T[]], fallback: T): z.ZodType<T> {
  return z.preprocess(
    (value) => (value === undefined || value === null || value === '' ? fallback : value),
    z.enum(values, `expected one of ${values.join(', ')}`),
  );
}

/** The saved properties of a jira-config. */
export const connectionSchema = z.object({
  url: text,
  path: text.transform((value) => (value === '' ? 'rest/api/latest/issue' : value)),
  auth: choice(['none', 'basic', 'key', 'bearer', 'oauth'], 'none'),
  tokenUrl: text,
  bypassProxy: flag,
  proxy: text,
  tls: text,
  timeout: duration(0.1, 86_400),
  requestsMax: count(),
  requestsPeriod: duration(0.001, 86_400),
  updateMax: count(),
  updatePeriod: duration(0.001, 86_400),
  logMax: count(),
  logMaxDays: duration(0, 1),
  timezone: text,
  contextStore: text,
  sandbox: flag,
  settleWindow: duration(0, 86_400),
  settlePolicy: choice(['fail', 'resend'], 'fail'),
  giveUpAfter: duration(0.0001, 24),
  guidDays: duration(0.0001, 1),
  marker: choice(['property', 'label', 'none'], 'property'),
  queueMax: count(),
  queueMegabytes: number(1),
});

export type ConnectionSettings = z.output<typeof connectionSchema>;

/** @throws {TicketError} CONFIG naming every property that is wrong and what was expected */
export function readSettings<T extends z.ZodObject>(RED: NodeAPI, node: Node, schema: T, config: object): z.output<T> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config)) values[name] = withEnvironment(RED, node, value);
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  // Credentials are not among these properties: Node-RED keeps them apart.
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}, found ${found(values[String(path[0])])}`);
  throw new TicketError('CONFIG', `The connection's settings cannot be used: ${problems.join('; ')}. Correct it in the jira-config, or in the environment variable that it names, and deploy.`);
}
