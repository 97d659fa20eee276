import assert from 'node:assert/strict';
import { parseAdvanced } from '../../../src/lib/ticket/advanced';
import type { AdvancedCommand } from '../../../src/lib/ticket/advanced';
import { TicketError } from '../../../src/lib/ticket/error';

export const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
export const other = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
export const nil = '00000000-0000-0000-0000-000000000000';

/** The commands of an input in which all are valid. */
export function commands(input: unknown, anyId = false): AdvancedCommand[] {
  return parseAdvanced(input, { anyId }).map((result) => {
    assert.ok(result.ok, result.ok ? '' : result.error.message);
    return result.command;
  });
}

export function command(input: unknown, anyId = false): AdvancedCommand {
  const all = commands(input, anyId);
  assert.equal(all.length, 1);
  return all[0]!;
}

/** The fields as a plain object, in their order. */
export function fieldsOf(input: unknown, anyId = false): Record<string, string> {
  return { ...command(input, anyId).fields };
}

export interface Refused {
  code: string;
  message: string;
  guid: string;
  action: string;
}

export function refusals(input: unknown, anyId = false): Array<Refused | 'ok'> {
  return parseAdvanced(input, { anyId }).map((result) => {
    if (result.ok) return 'ok';
    assert.ok(result.error instanceof TicketError);
    return { code: result.error.code, message: result.error.message, guid: result.guid, action: result.action };
  });
}

export function refusal(input: unknown, anyId = false): Refused {
  const all = refusals(input, anyId);
  assert.equal(all.length, 1);
  assert.notEqual(all[0], 'ok');
  return all[0] as Refused;
}
