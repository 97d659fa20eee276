/** A field as a dialog shows it. */
export interface ShownField {
  name: string;
  value: string;
  /** Where it comes from, in words; the column is left out where no field says so. */
  by?: string;
}

/** Longer values are shown by their beginning. */
const longestValue = 2_000;

/** A table of fields, all of it as text. */
export function fieldTable(node: EditorNode, fields: readonly ShownField[]): JQuery {
  const withBy = fields.some(({ by }) => by !== undefined);
  const head = $('<tr>').append(cell('th', node._('jira-advanced.table.field')), cell('th', node._('jira-advanced.table.value')));
  if (withBy) head.append(cell('th', node._('jira-advanced.table.by')).addClass('jira-sent-by'));
  const body = $('<tbody>');
  for (const { name, value, by } of fields) {
    const row = $('<tr>').append(cell('td', name), cell('td', value.length > longestValue ? `${value.slice(0, longestValue)}…` : value));
    if (withBy) row.append(cell('td', by ?? ''));
    row.appendTo(body);
  }
  return $('<table>', { class: 'jira-sent' }).append($('<thead>').append(head), body);
}

function cell(kind: 'th' | 'td', text: string): JQuery {
  return $(`<${kind}>`).text(text);
}

/** The heading of one command. */
export function commandHeading(text: string): JQuery {
  return $('<h4>').text(text);
}

/** A finding below a command: `error`, `warning` or `ok`. */
export function finding(level: string, text: string): JQuery {
  return $('<li>', { class: `jira-finding-${level}` }).text(text);
}

export function commandBox(...parts: JQuery[]): JQuery {
  return $('<div>', { class: 'jira-command' }).append(...parts);
}

export function findings(...lines: JQuery[]): JQuery {
  return $('<ul>', { class: 'jira-findings' }).append(...lines);
}
