import { TicketError } from '../ticket/error';
import { isObject } from '../ticket/json';

/**
 * The rows whose columns have the given values: text matches without case, a list any of its values.
 *
 * @param filter column → value or list of values; undefined: all rows
 * @throws {TicketError} INVALID_COMMAND for a column that rows do not have, or a value that cannot be compared
 */
export function filterRows<T extends object>(rows: T[], filter: unknown): T[] {
  if (filter === undefined || filter === null) return rows;
  if (!isObject(filter)) throw new TicketError('INVALID_COMMAND', 'msg.filter: expected an object of columns and values, such as { "status": "Failed" }.');
  const wanted = Object.entries(filter).map(([column, value]) => {
    const values = (Array.isArray(value) ? value : [value]) as unknown[];
    if (!values.every((one) => ['string', 'number', 'boolean'].includes(typeof one))) {
      throw new TicketError('INVALID_COMMAND', `msg.filter.${column}: expected text, a number, true or false, or a list of them.`);
    }
    return { column, values: values.map((one) => String(one).toLowerCase()) };
  });
  const [first] = rows;
  for (const { column } of wanted) {
    if (first && !Object.hasOwn(first, column)) {
      throw new TicketError('INVALID_COMMAND', `msg.filter: there is no column "${column}"; the columns are ${Object.keys(first).join(', ')}.`);
    }
  }
  return rows.filter((row) => wanted.every(({ column, values }) => values.includes(String((row as Record<string, unknown>)[column]).toLowerCase())));
}
