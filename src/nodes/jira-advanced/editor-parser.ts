import type { AdvancedCommand, AdvancedResult } from '../../lib/ticket/advanced';
import { parseAdvanced } from '../../lib/ticket/advanced';
import type { Fields } from '../../lib/ticket/command';
import { commandFields } from '../../lib/ticket/command-fields';
import { nameKey } from '../../lib/ticket/field-name';
import type { FieldRow } from '../../lib/ticket/field-row';
import { textWarnings } from '../../lib/ticket/text-warnings';
import { fieldsOf } from './editor-base';
import { commandBox, commandHeading, fieldTable, finding, findings } from './editor-sent';

/** More commands than these are counted, and not shown. */
const mostShown = 50;

/** What the dialog says about how a string is read, saved or not. */
export interface Reading {
  /** The rows that the commands are added to. */
  rows: readonly FieldRow[];
  anyId: boolean;
  baseOnUpdate: boolean;
}

/** Shows for each command of the string what it would send, or why it is refused. */
export function showCommands(node: EditorNode, text: string, reading: Reading): void {
  const results = text.trim() === '' ? [] : parseAdvanced(text, { anyId: reading.anyId });
  const boxes = results.slice(0, mostShown).map((result, index) => boxOf(node, result, index + 1, reading));
  $('#jira-advanced-commands').empty().append(...boxes);
  $('#jira-advanced-summary').text(summaryOf(node, results));
}

function summaryOf(node: EditorNode, results: readonly AdvancedResult[]): string {
  if (results.length === 0) return '';
  const good = results.filter(({ ok }) => ok).length;
  const words = node._('jira-advanced.parser.summary', { good, refused: results.length - good });
  return results.length > mostShown ? `${words} ${node._('jira-advanced.parser.more', { shown: mostShown })}` : words;
}

function boxOf(node: EditorNode, result: AdvancedResult, number: number, reading: Reading): JQuery {
  if (result.ok) {
    const { guid, action } = result.command;
    try {
      return sentBox(node, result.command, number, reading);
    } catch (error) {
      return refusedBox(node, { guid, action }, (error as Error).message, number);
    }
  }
  return refusedBox(node, result, result.error.message, number);
}

function sentBox(node: EditorNode, command: AdvancedCommand, number: number, { rows, baseOnUpdate }: Reading): JQuery {
  const { fields, fromTable = [] } = commandFields(command, fieldsOf(node, rows), baseOnUpdate);
  const shown = Object.entries(fields).map(([name, value]) => ({
    name,
    value: String(value),
    by: node._(fromTable.includes(name) ? 'jira-advanced.table.byTable' : 'jira-advanced.table.byString'),
  }));
  const isKept = command.action === 'CREATE' || Object.keys(fields).some((name) => nameKey(name) === 'description');
  const warnings = textWarnings(textsOf(fields, fromTable, rows), isKept).map((warning) => finding('warning', warning));
  return commandBox(commandHeading(`${number}. ${command.action} ${command.guid}`), fieldTable(node, shown), findings(...warnings));
}

/** The fields whose text is known before a message comes: the string's, and those of rows that are text. */
function textsOf(fields: Fields, fromTable: readonly string[], rows: readonly FieldRow[]): Fields {
  const others = new Set(rows.filter(({ type }) => type !== 'str').map(({ field }) => nameKey(field)));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !fromTable.includes(name) || !others.has(nameKey(name))));
}

function refusedBox(node: EditorNode, { guid, action }: { guid: string; action: string }, message: string, number: number): JQuery {
  const what = [action, guid].filter((part) => part !== '').join(' ');
  const heading = what === '' ? node._('jira-advanced.parser.refused') : node._('jira-advanced.parser.refusedWhat', { what });
  return commandBox(commandHeading(`${number}. ${heading}`), findings(finding('error', message)));
}
