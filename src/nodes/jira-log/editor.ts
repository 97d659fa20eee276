import { choose } from '../editor/choices';
import { addFormStyle } from '../editor/form-style';
import { tieHints } from '../editor/hints';

interface LogProperties {
  name: string;
  server: string;
  table: string;
  changes: boolean;
}

RED.nodes.registerType<LogProperties>('jira-log', {
  category: 'Jira',
  color: '#B5CCF2',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'jira-config', required: true },
    table: { value: 'tickets' },
    changes: { value: false },
  },
  inputs: 1,
  outputs: 1,
  icon: 'jira-log.svg',
  paletteLabel: 'jira log',
  label() {
    return this.name || (this.table === 'responses' ? this._('jira-log.label.responses') : 'jira log');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  outputLabels() {
    return this._('jira-log.label.rows');
  },
  oneditprepare() {
    addFormStyle();
    tieHints($('#jira-log-form'));
    choose($('#node-input-table'), this.table || 'tickets');
  },
});
