import type { Node, NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Fields } from '../../lib/ticket/command';
import { TicketError } from '../../lib/ticket/error';
import type { FieldRow } from '../../lib/ticket/field-table';
import { fieldsFromRows, includedRows, valueTypes } from '../../lib/ticket/field-table';
import type { Json } from '../../lib/ticket/json';
import { valueOfRow } from '../../lib/ticket/message-fields';
import type { Message } from '../shared/node-types';

const text = z.preprocess((value) => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)), z.string());

const rowsSchema = z.array(
  z.object({
    mode: z.enum(['include', 'exclude']).default('include'),
    field: text,
    value: text,
    type: z.enum(valueTypes).default('str'),
  }),
);

/** The saved field table. @throws {TicketError} CONFIG where it is none */
export function readRows(fields: unknown): FieldRow[] {
  const result = rowsSchema.safeParse(fields ?? []);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TicketError('CONFIG', `The node's field table cannot be read at ${issue?.path.join('.') || 'its start'}: ${issue?.message ?? 'unknown error'}. Open the node's dialog, mend it and deploy.`);
}

/**
 * The included rows of a table for one message: those whose names are asked for. Each is evaluated once, and not before somebody asks:
 * a message may have many commands, and what none of them needs cannot make one fail.
 *
 * @throws {TicketError} INVALID_FIELD naming the row whose value cannot be had
 */
export type RowValues = (needs: (name: string) => boolean) => Promise<Fields>;

export function rowValues(RED: NodeAPI, node: Node, rows: FieldRow[], message: Message): RowValues {
  const included = includedRows(rows);
  const values = new Map<FieldRow, Promise<Json | undefined>>();
  const valueOf = (row: FieldRow): Promise<Json | undefined> => {
    const value = values.get(row) ?? evaluate(RED, node, row, message).then((given) => plain(row, given));
    values.set(row, value);
    return value;
  };
  return async (needs) => {
    const evaluated: Array<{ field: string; value: Json }> = [];
    for (const row of included) {
      const value = needs(row.field) ? await valueOf(row) : undefined;
      if (value !== undefined) evaluated.push({ field: row.field, value });
    }
    return fieldsFromRows(evaluated);
  };
}

function evaluate(RED: NodeAPI, node: Node, row: FieldRow, message: Message): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(new TicketError('INVALID_FIELD', `Field "${row.field}": its value (${row.type}: ${row.value}) cannot be evaluated: ${(error as Error).message}`, row.field));
    try {
      RED.util.evaluateNodeProperty(row.value, row.type, node, message, (error: Error | null, value: unknown) => {
        if (error === null || error === undefined) resolve(value);
        else if (row.type === 'msg' && isBeyond(RED, row.value, message)) resolve(undefined);
        else fail(error);
      });
    } catch (error) {
      fail(error);
    }
  });
}

/** Whether a path leads beyond what the message has: Node-RED gives nothing for a property that is not there, and throws for one of nothing. */
function isBeyond(RED: NodeAPI, path: string, message: Message): boolean {
  try {
    const parts: unknown[] = RED.util.normalisePropertyExpression(path.replace(/^msg\./, ''), message);
    let value: unknown = message;
    for (const part of parts) {
      if (value === undefined || value === null) return true;
      value = (value as Record<string, unknown>)[String(part)];
    }
  } catch {
    // It cannot be read: what evaluates it says why.
  }
  return false;
}

/** As JSON; a value that is not there leaves its field out. */
function plain(row: FieldRow, value: unknown): Json | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TicketError('INVALID_FIELD', `Field "${row.field}": expected a number, got "${row.value}".`, row.field);
  }
  return valueOfRow(row.field, value);
}
