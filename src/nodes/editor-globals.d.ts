/// <reference types="jquery" />

/** The parts of the editor's globals (`RED`, its jQuery widgets) that the dialogs use. */

/** Where V8 is, as Node.js has it; elsewhere nothing looks at it. */
interface ErrorConstructor {
  stackTraceLimit: number;
}

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** A node as the editor holds it; its saved properties come on top. */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  /** The flow or subflow it stands in; '' for a configuration node. */
  readonly z: string;
  /** Switched off. */
  readonly d?: boolean;
  /** Edited since the last deploy. */
  readonly changed?: boolean;
  readonly _: Translate;
}

interface EditorWorkspace {
  readonly id: string;
  readonly label?: string;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly locked?: boolean;
}

interface SavedProperty<T, P> {
  value: T;
  type?: string;
  required?: boolean;
  label?: string;
  /** true, or why not. With two parameters: the editor shows a text only then. */
  validate?: (this: EditorNode & P, value: unknown, options: object) => true | string;
}

interface NodeDefinition<P extends object> {
  category: string;
  color?: string;
  defaults: { [K in keyof P]: SavedProperty<P[K], P> };
  credentials?: Record<string, { type: 'text' | 'password' }>;
  inputs?: 0 | 1;
  outputs?: number;
  icon?: string;
  paletteLabel?: string;
  label?: () => string;
  labelStyle?: () => string;
  outputLabels?: () => string;
  button?: { enabled(): boolean; onclick(): void };
  oneditprepare?: () => void;
  oneditsave?: () => void;
  oneditcancel?: () => void;
  oneditdelete?: () => void;
}

declare const RED: {
  nodes: {
    registerType<P extends object>(type: string, definition: NodeDefinition<P> & ThisType<EditorNode & P>): void;
    node(id: string): EditorNode | null;
    filterNodes(filter: { type: string }): EditorNode[];
    workspace(id: string): EditorWorkspace | undefined;
    subflow(id: string): EditorWorkspace | undefined;
  };
  utils: {
    getNodeLabel(node: EditorNode, fallback?: string): string;
    /** true, or why not. */
    validateTypedProperty(value: string, type: string, options: object): true | string;
  };
  plugins: {
    registerPlugin(id: string, definition: { onadd(): void }): void;
  };
  sidebar: {
    addTab(tab: { id: string; label: string; name: string; iconClass: string; action: string; content: HTMLElement; enableOnEdit: boolean }): void;
    show(id: string): void;
  };
  actions: { add(id: string, act: () => void, options: { label: string }): void };
  /** The editor's websocket. */
  comms: {
    subscribe(topic: string, listener: (topic: string) => void): void;
    on(event: 'connect', listener: () => void): void;
  };
  events: { on(event: 'deploy', listener: () => void): void };
  user: { hasPermission(permission: string): boolean };
  /** A text of any catalog: `namespace:key`. */
  _: Translate;
  settings: { context: { default: string; stores: string[] } };
  editor: {
    createEditor(options: { id: string; mode: string; value: string }): CodeEditor;
  };
  notify(message: JQuery, options: { type?: 'success' | 'warning' | 'error'; id?: string; timeout?: number } | 'error'): void;
};

interface CodeEditor {
  getValue(): string;
  setValue(value: string, cursor: -1 | 1): void;
  getSession(): CodeSession;
  destroy(): void;
  /** Monaco only. */
  executeEdits?(source: string, edits: Array<{ range: CodeRange; text: string }>): void;
  pushUndoStop?(): void;
  getModel?(): CodeModel | null;
}

interface CodeSession {
  on(event: 'change', listener: () => void): void;
  /** ACE's: rows and columns from 0. */
  replace(range: { start: { row: number; column: number }; end: { row: number; column: number } }, text: string): void;
}

/** Monaco's: lines and columns from 1. */
interface CodeRange {
  startLineNumber: number;
  startColumn: number;
  endLineNumber: number;
  endColumn: number;
}

interface CodeModel {
  getValue(): string;
  getOffsetAt(position: { lineNumber: number; column: number }): number;
  getPositionAt(offset: number): { lineNumber: number; column: number };
}

/** There where Monaco is the editor's code editor. */
declare const monaco:
  | {
      languages: {
        CompletionItemKind: { Field: number };
        registerCompletionItemProvider(
          language: string,
          provider: {
            triggerCharacters: string[];
            provideCompletionItems(model: CodeModel, position: { lineNumber: number; column: number }): { suggestions: object[] };
          },
        ): void;
      };
    }
  | undefined;

interface EditableListOptions<T> {
  addButton?: string | false;
  removable?: boolean;
  /** Or a selector of what a row is dragged by. */
  sortable?: boolean | string;
  scrollOnAdd?: boolean;
  addItem?(row: JQuery, index: number, item: T): void;
  removeItem?(item: T): void;
  sortItems?(items: JQuery[]): void;
}

interface JQuery {
  typedInput(options: { default: string; types: readonly string[] }): this;
  typedInput(method: 'value' | 'type'): string;
  typedInput(method: 'value' | 'type', value: string): this;
  editableList<T>(options: EditableListOptions<T>): this;
  editableList<T>(method: 'addItem' | 'removeItem', item: T): this;
  editableList<T>(method: 'insertItemAt', item: T, index: number): this;
  editableList(method: 'items'): JQuery;
}
