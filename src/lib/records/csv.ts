/** What a spreadsheet takes for the beginning of a formula; the last four in Japanese and Chinese ones. */
const sign = '[=+\\-@＝＋－＠]';
/** At the beginning of a cell, or of what becomes one where cells end at a semicolon, as in most of Europe, or at a tab. */
const formula = new RegExp(`(?=${sign})(?<=(?:^|[;\\t\\r\\n])[\\s"]*)`, 'g');

/**
 * Rows as CSV (RFC 4180, with a line of column names). Where a spreadsheet would take a text, or what follows a semicolon or a line
 * break in it, for a formula, an apostrophe stands before it, as the OWASP page on CSV injection advises.
 */
export function toCsv(rows: object[]): string {
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first);
  const lines = rows.map((row) => columns.map((column) => cell((row as Record<string, unknown>)[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value.replaceAll(formula, "'") : String(value ?? '');
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
