import type { Choice } from '../editor/pick-list';
import { fieldNameAt } from './editor-query-text';

/** The query that is open, and what its fields may be called. */
let current: { model: CodeModel | null; choices: () => readonly Choice[] } | undefined;
let registered = false;

/**
 * Lets the code editor complete the names of fields in a query. Monaco has its providers for good, so that there is one, which
 * knows of the query that is open.
 *
 * @returns ends it
 */
export function completeFields(editor: CodeEditor, choices: () => readonly Choice[]): () => void {
  if (!editor.getModel || typeof monaco === 'undefined') return () => {};
  current = { model: editor.getModel(), choices };
  if (!registered) {
    registered = true;
    const { CompletionItemKind } = monaco.languages;
    monaco.languages.registerCompletionItemProvider('json', {
      triggerCharacters: ['"'],
      provideCompletionItems: (model, position) => ({ suggestions: suggestions(model, position, CompletionItemKind.Field) }),
    });
  }
  return () => {
    current = undefined;
  };
}

function suggestions(model: CodeModel, position: { lineNumber: number; column: number }, kind: number): object[] {
  if (model !== current?.model) return [];
  const offset = model.getOffsetAt(position);
  const start = fieldNameAt(model.getValue().slice(0, offset));
  if (start === undefined) return [];
  const from = model.getPositionAt(start);
  const range = { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: position.lineNumber, endColumn: position.column };
  // As it has to stand in JSON, without the quotation marks that are there.
  return current.choices().map(({ value, label = value, detail = '' }) => ({ label: { label: value, description: label }, filterText: `${value} ${label}`, detail, kind, range, insertText: JSON.stringify(value).slice(1, -1) }));
}
