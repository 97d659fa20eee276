import type { Choice } from '../editor/pick-list';
import { offerChoices } from '../editor/pick-list';

/** What helps to write the value of a field. */
export interface Help {
  /** What can be chosen, for what is written so far. */
  search?: (text: string) => readonly Choice[] | Promise<readonly Choice[]>;
  /** A search that asks Jira waits for this long, ms. */
  delay?: number;
  /** Several, with commas between them: what is chosen stands behind the last one. */
  several?: boolean;
  date?: 'date' | 'datetime-local';
  /** What a value looks like. */
  placeholder?: string;
}

/**
 * Puts the help at a row's value, which is text then: what comes from a message is not to be chosen.
 *
 * @param cell what the value stands in
 * @returns takes it away
 */
export function helpValue(node: EditorNode, cell: JQuery, value: JQuery, help: Help | undefined): () => void {
  const input = cell.find('.red-ui-typedInput-input');
  input.attr('placeholder', '');
  cell.find('.jira-field-date').remove();
  if (help === undefined || value.typedInput('type') !== 'str') return () => {};
  input.attr('placeholder', help.placeholder ?? '');
  if (help.date) cell.append(dateButton(node, help.date, value));
  const { search, several = false, delay = 0 } = help;
  if (!search) return () => {};
  const parts = (): [string, string] => (several ? lastPart(String(input.val() ?? '')) : ['', String(input.val() ?? '')]);
  return offerChoices(input, {
    label: node._('jira-create.label.choices'),
    delay,
    search: () => search(parts()[1].trim()),
    onPick: (choice) => {
      input.val(parts()[0] + choice.value);
      input.trigger('change');
    },
  });
}

/** What stands before the last comma, with it, and what behind it. */
function lastPart(text: string): [string, string] {
  const comma = text.lastIndexOf(',');
  return [text.slice(0, comma + 1), text.slice(comma + 1)];
}

/** The browser's own calendar: what is chosen there is written as Jira wants it. */
function dateButton(node: EditorNode, type: 'date' | 'datetime-local', value: JQuery): JQuery {
  const label = node._('jira-create.label.pickDate');
  const calendar = $('<input>', { type, tabindex: -1, 'aria-hidden': 'true' });
  calendar.on('input change', (event) => {
    event.stopPropagation();
    if (calendar.val() !== '') value.typedInput('value', String(calendar.val()));
  });
  return $('<button>', { type: 'button', class: 'red-ui-button jira-field-date', 'aria-label': label, title: label })
    .append($('<i>', { class: 'fa fa-calendar', 'aria-hidden': 'true' }), calendar)
    .on('click', () => {
      // What is no date, `${ENV}` say, leaves the calendar empty.
      calendar.val(value.typedInput('value'));
      (calendar[0] as HTMLInputElement).showPicker();
    });
}
