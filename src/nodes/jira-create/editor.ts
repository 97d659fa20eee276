import type { FieldRow } from '../../lib/ticket/field-table';
import { choose } from '../editor/choices';
import { closeTable, openTable, readTable } from './editor-dialog';
import { execute, isExecutable } from './editor-execute';
import { checkRows } from './editor-rows';


interface TicketProperties {
  name: string;
  server: string;
  fields: FieldRow[];
  textFormat: string;
}

RED.nodes.registerType<TicketProperties>('jira-create', {
  category: 'Jira',
  color: '#8CB0EC',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'jira-config', required: true },
    fields: {
      value: [
        { mode: 'include', field: 'project', value: '', type: 'str' },
        { mode: 'include', field: 'issuetype', value: 'Task', type: 'str' },
        { mode: 'include', field: 'summary', value: '', type: 'str' },
      ],
      validate(value, _options) {
        return checkRows(this, value);
      },
    },
    textFormat: { value: 'plain' },
  },
  inputs: 1,
  outputs: 1,
  icon: 'jira-create.svg',
  paletteLabel: 'jira create',
  label() {
    return this.name || 'jira create';
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  outputLabels() {
    return this._('jira-create.label.outcome');
  },
  button: {
    enabled() {
      return isExecutable(this);
    },
    onclick() {
      execute(this);
    },
  },
  oneditprepare() {
    openTable(this, this.fields ?? []);
    choose($('#node-input-textFormat'), this.textFormat || 'plain');
  },
  oneditsave() {
    this.fields = readTable();
    closeTable();
  },
  oneditcancel() {
    closeTable();
  },
});
