import { failureOf } from '../editor/admin-failure';

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
    $.ajax({
      // Relative: the editor adds its root, and its token to the request.
      url: `jira-tickets/${node.id}/test`,
      type: 'POST',
      dataType: 'json',
      success: ({ lines }: { lines: Line[] }) => show(lines.map(({ level, key, values }) => row(level, node._(`jira-config.${key}`, values)))),
      error: (answer) => show([row('error', failureOf(node, answer))]),
      complete: () => button.prop('disabled', false),
    });
  });
}

function show(rows: JQuery[]): void {
  $('#jira-config-findings').empty().append(...rows);
}

/** As text, whatever it holds: names of users and projects come from Jira. */
function row(level: string, text: string): JQuery {
  return $('<li>').addClass(`jira-finding-${level in marks ? level : 'none'}`).text(`${marks[level] ?? ''} ${text}`.trim());
}
