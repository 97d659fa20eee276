import { element, outward } from './editor-element';
import type { TableRow } from './editor-table-reader';
import { moment, wordFor } from './editor-words';

/** What a row is like at a glance: by a mark, a word and a colour. */
export type Mood = 'ok' | 'pending' | 'failed';

export interface Column {
  /** Of the row's property, and of its word in the catalog. */
  name: string;
  /** Where it stands while the sidebar is narrow: in the first or the second line of a row; 0: in the details only. */
  line: 0 | 1 | 2;
  /** Its width while the sidebar is wide, as CSS grid has it. */
  width: string;
  show: (row: TableRow) => Node | string;
}

/** One table of the sidebar. */
export interface TableDefinition {
  name: 'log' | 'responses' | 'alarms';
  key: string;
  /** What it is sorted by at first: the newest on top. */
  newest: string;
  /** What tells apart rows of the same moment, where their numbers do. */
  sequence?: string;
  columns: readonly Column[];
  mood: (row: TableRow) => Mood;
}

const marks: Record<Mood, string> = { ok: '✓', pending: '…', failed: '✗' };

const plain = (name: string, line: 0 | 1 | 2, width: string): Column => ({ name, line, width, show: (row) => String(row[name] ?? '') });
const time = (name: string, line: 0 | 1 | 2): Column => ({ name, line, width: '135px', show: (row) => moment(row[name]) });
const word = (name: string, line: 0 | 1 | 2, width: string): Column => ({ name, line, width, show: (row) => wordFor(name, row[name]) });

function withMark(mood: Mood, text: string): Node {
  return element('span', { class: `jira-mood-${mood}` }, element('span', { 'aria-hidden': 'true' }, marks[mood]), ` ${text}`);
}

const moodOfStatus = ({ status }: TableRow): Mood => (status === 'Ok' ? 'ok' : status === 'Pending' ? 'pending' : 'failed');
const status: Column = { name: 'status', line: 1, width: '90px', show: (row) => withMark(moodOfStatus(row), wordFor('status', row['status'])) };

/** Its link is for the mouse; by the keyboard it is reached in the details of a row. */
const ticket: Column = {
  name: 'ticketKey',
  line: 1,
  width: '90px',
  show: ({ ticketKey, ticketUrl }) => (ticketKey === '' ? '' : outward(String(ticketKey), String(ticketUrl))),
};

/** An error without the request that it is of: a narrow row would show nothing but its address. The details show all of it. */
const reason = (error: unknown): string => String(error ?? '').replace(/\[[A-Z]+\] "[^"]*": /, '');
const error: Column = { ...plain('error', 2, 'minmax(120px, 2fr)'), show: (row) => reason(row['error']) };
const note: Column = {
  name: 'note',
  line: 2,
  width: 'minmax(120px, 2fr)',
  show: ({ error: told, warnings = '' }) => [reason(told), warnings].filter((text) => text !== '').join(' '),
};

export const logTable: TableDefinition = {
  name: 'log',
  key: 'id',
  newest: 'time',
  mood: moodOfStatus,
  columns: [
    time('time', 1),
    status,
    word('action', 1, '75px'),
    word('type', 2, '85px'),
    plain('guid', 2, 'minmax(90px, 1fr)'),
    ticket,
    { ...plain('attempts', 2, '60px'), show: ({ attempts }) => (Number(attempts) > 0 ? `× ${attempts}` : '') },
    note,
    { ...plain('duplicate', 0, ''), show: ({ duplicate }) => wordFor('yesNo', duplicate) },
    time('finished', 0),
    plain('ticketId', 0, ''),
    plain('id', 0, ''),
  ],
};

const moodOfAnswer = ({ status: code }: TableRow): Mood => (Number(code) >= 200 && Number(code) < 400 ? 'ok' : 'failed');

export const responsesTable: TableDefinition = {
  name: 'responses',
  key: 'id',
  newest: 'time',
  sequence: 'id',
  mood: moodOfAnswer,
  columns: [
    time('time', 1),
    { name: 'status', line: 1, width: '90px', show: (row) => withMark(moodOfAnswer(row), row['status'] === 0 ? wordFor('status', 'none') : String(row['status'])) },
    plain('method', 1, '70px'),
    plain('path', 2, 'minmax(150px, 2fr)'),
    { ...plain('ms', 1, '80px'), show: ({ ms }) => `${ms} ms` },
    error,
    plain('rows', 0, ''),
    plain('id', 0, ''),
  ],
};

export const alarmsTable: TableDefinition = {
  name: 'alarms',
  key: 'guid',
  newest: 'last',
  mood: moodOfStatus,
  columns: [
    time('last', 1),
    status,
    word('action', 1, '75px'),
    plain('guid', 2, 'minmax(120px, 1fr)'),
    ticket,
    { ...plain('commands', 2, '80px'), show: ({ commands }) => `× ${commands}` },
    error,
    time('first', 0),
  ],
};
