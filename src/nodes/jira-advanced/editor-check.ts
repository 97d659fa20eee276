import { askRuntime } from '../editor/ask-runtime';
import { commandBox, commandHeading, finding, findings } from './editor-sent';

/** What the runtime says of one command. */
interface Checked {
  ok: boolean;
  guid: string;
  action: string;
  method: string;
  url: string;
  body: object;
  steps: object[];
  /** The ticket that the GUID has already; '' where it has none. */
  duplicateOf: string;
  warnings: string;
  code: string;
  error: string;
}

/** The button that asks the deployed node what it would send for the string: its table, its connection, Jira's metadata. */
export function offerCheck(node: EditorNode, text: () => string): void {
  const button = $('#jira-advanced-check');
  button.on('click', () => {
    button.prop('disabled', true);
    show(findings(finding('none', node._('jira-advanced.check.running'))));
    askRuntime<{ commands: Checked[] }>(`jira-advanced/${node.id}/check`, { text: text() })
      .then(({ commands }) => show(...commands.map((command, index) => boxOf(node, command, index + 1))))
      .catch((refused: Error) => show(findings(finding('error', refused.message))))
      .finally(() => button.prop('disabled', false));
  });
}

/** What was found is of the string that was asked for, and of no other. */
export function forgetCheck(): void {
  show();
}

function show(...boxes: JQuery[]): void {
  $('#jira-advanced-checked').empty().append(...boxes);
}

function boxOf(node: EditorNode, command: Checked, number: number): JQuery {
  const heading = commandHeading(`${number}. ${[command.action, command.guid].filter((part) => part !== '').join(' ')}`);
  if (!command.ok) return commandBox(heading, findings(finding('error', `${command.code}: ${command.error}`)));
  // What it would have said is of no concern then, and looks as if it were sent.
  if (command.duplicateOf !== '') return commandBox(heading, findings(finding('warning', node._('jira-advanced.check.duplicate', { key: command.duplicateOf }))));
  const warnings = command.warnings === '' ? [] : [finding('warning', command.warnings)];
  const parts = [command.body, ...command.steps].map((part) => JSON.stringify(part, null, 2)).join('\n');
  return commandBox(
    heading,
    findings(finding('ok', node._('jira-advanced.check.sent', { method: command.method, url: command.url })), ...warnings),
    $('<pre>').text(parts),
  );
}
