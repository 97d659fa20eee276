import { choose } from '../editor/choices';
import { openDialog } from './editor-dialog';
import { checkTable, readTable } from './editor-tables';

interface AdvancedProperties {
  name: string;
  server: string;
  ticket: string[] | string;
  anyId: boolean;
  baseOnUpdate: boolean;
  textFormat: string;
}

RED.nodes.registerType<AdvancedProperties>('jira-advanced', {
  category: 'Jira',
  color: '#8CB0EC',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'jira-config', required: true },
    ticket: {
      value: [],
      // An array of ids: the form in which the editor gives a copy the copied node's id.
      type: 'jira-create[]',
      validate(value, _options) {
        return checkTable(this, value);
      },
    },
    anyId: { value: false },
    baseOnUpdate: { value: false },
    textFormat: { value: 'plain' },
  },
  inputs: 1,
  outputs: 1,
  icon: 'jira-advanced.svg',
  paletteLabel: 'jira advanced',
  label() {
    return this.name || 'jira advanced';
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  outputLabels() {
    return this._('jira-advanced.label.outcome');
  },
  oneditprepare() {
    openDialog(this, this.ticket);
    choose($('#node-input-textFormat'), this.textFormat || 'plain');
  },
  oneditsave() {
    this.ticket = readTable();
  },
});
