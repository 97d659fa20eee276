import { askRuntime } from '../editor/ask-runtime';

/** A line of the runtime's report: a key below `jira-config` in the catalog, and what is put into its text. */
interface Line {
  level: string;
  key: string;
  values: Record<string, string | number>;
}

const marks: Record<string, string> = { ok: '✓', warning: '!', error: '✗' };

/** The button that tests the connection as it was deployed: credentials that are only typed stay in the dialog. */
export function offerTest(node: EditorNode): void {
  const button = $('#jira-config-test');
  button.on('click', () => {
    button.prop('disabled', true);
    show([row('', node._('jira-config.testing.running'))]);
    askRuntime<{ lines: Line[] }>(`jira-tickets/${node.id}/test`, {})
      .then(({ lines }) => show(lines.map(({ level, key, values }) => row(level, node._(`jira-config.${key}`, values)))))
      .catch((refused: Error) => show([row('error', refused.message)]))
      .finally(() => button.prop('disabled', false));
  });
}

function show(rows: JQuery[]): void {
  $('#jira-config-findings').empty().append(...rows);
}

/** As text, whatever it holds: names of users and projects come from Jira. */
function row(level: string, text: string): JQuery {
  return $('<li>').addClass(`jira-finding-${level in marks ? level : 'none'}`).text(`${marks[level] ?? ''} ${text}`.trim());
}
