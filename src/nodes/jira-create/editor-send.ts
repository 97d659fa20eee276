import { nameKey } from '../../lib/ticket/field-name';
import { mayDeploy } from '../editor/may-deploy';
import type { JiraCatalog } from './editor-catalog';
import { askConnection } from './editor-connection';
import type { TicketTable } from './editor-table';

interface Sent {
  row: { status: 'Ok' | 'Failed' | 'Pending'; ticketKey: string; ticketUrl: string; error: string; warnings: string };
  /** What is wrong with which field: by its id, or by the name in the row. */
  fields: Record<string, string>;
}

type Previewed = { ok: true; preview: { method: string; url: string; body: object; steps: object[]; warnings: string } } | { ok: false; message: string; fields: Record<string, string> };

/** Execute and Preview: what the table shows, deployed or not, through the deployed connection. */
export function offerSending(node: EditorNode, table: TicketTable, catalog: JiraCatalog): void {
  const shown = (): object => ({ node: node.id, rows: table.rows(), textFormat: String($('#node-input-textFormat').val() ?? '') });
  const press = <T>(button: string, path: string, body: () => object | undefined, show: (answer: T) => void): void => {
    $(button).on('click', () => {
      if (!maySend()) return tell(node._('jira-create.send.notAllowed'), 'failed');
      const asked = body();
      if (!asked) return;
      for (const entry of table.entries()) table.say(entry, '');
      $(button).prop('disabled', true);
      tell(node._('jira-create.send.running'));
      askConnection<T>(node, String($('#node-input-server').val() ?? ''), path, asked)
        .then(show, (refused: Error) => tell(refused.message, 'failed'))
        .finally(() => $(button).prop('disabled', false));
    });
  };

  $('#jira-create-sample').val('{ "payload": "" }');
  press<Sent>('#jira-create-execute', 'create', shown, ({ row, fields }) => {
    $('#jira-create-preview-result').empty();
    if (row.status === 'Pending') return tell(node._('jira-create.send.pending'));
    if (row.status === 'Failed') return tellWords(node, table, catalog, row.error, fields);
    tell(node._('jira-create.send.made'), 'ok');
    $('#jira-create-sent').append(' ', ticketLink(row.ticketKey, row.ticketUrl), row.warnings === '' ? '' : document.createTextNode(` – ${row.warnings}`));
  });
  press<Previewed>('#jira-create-preview', 'preview', () => withSample(node, shown()), (answer) => {
    $('#jira-create-preview-result').empty();
    if (!answer.ok) return tellWords(node, table, catalog, answer.message, answer.fields);
    const { method, url, body, steps, warnings } = answer.preview;
    tell(warnings);
    const rest = steps.map((step) => JSON.stringify(step, null, 2));
    $('#jira-create-preview-result').text([`${method} ${url}`, JSON.stringify(body, null, 2), ...rest].join('\n\n'));
  });
}

/** The rows may be any, not those that somebody has deployed. */
function maySend(): boolean {
  return RED.user.hasPermission('jira-create.write') && mayDeploy();
}

/** Each word beside the row that it is about; all of them together below, for those of no row. */
function tellWords(node: EditorNode, table: TicketTable, catalog: JiraCatalog, all: string, fields: Record<string, string>): void {
  const idOf = (name: string): string => nameKey(catalog.find(name)?.id ?? name);
  const words = new Map(Object.entries(fields).map(([name, said]) => [idOf(name), said]));
  let count = 0;
  for (const entry of table.entries()) {
    const said = entry.row.mode === 'include' ? words.get(idOf(entry.row.field)) : undefined;
    if (said === undefined) continue;
    table.say(entry, said);
    if (count === 0) entry.item.scrollIntoView({ block: 'nearest' });
    count += 1;
  }
  tell(count > 0 && count === words.size ? node._('jira-create.send.refusedRows') : all, 'failed');
}

/** Undefined where the sample is no message. */
function withSample(node: EditorNode, shown: object): object | undefined {
  const text = String($('#jira-create-sample').val() ?? '').trim();
  try {
    const message: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof message === 'object' && message !== null && !Array.isArray(message)) return { ...shown, message };
  } catch {
    // Said below, as for an array.
  }
  tell(node._('jira-create.send.noSample'), 'failed');
  return undefined;
}

/** The address comes from Jira: one that is none of the web's stays text. */
function ticketLink(key: string, url: string): JQuery {
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  return isWeb ? $('<a>', { target: '_blank', rel: 'noopener' }).attr('href', url).text(key) : $('<span>').text(key);
}

function tell(words: string, outcome: '' | 'ok' | 'failed' = ''): void {
  $('#jira-create-sent').text(words).toggleClass('jira-ok', outcome === 'ok').toggleClass('jira-failed', outcome === 'failed');
}
