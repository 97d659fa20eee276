import { addFormStyle } from '../editor/form-style';
import { tieHints } from '../editor/hints';

interface StatisticsProperties {
  name: string;
  server: string;
  changes: boolean;
}

RED.nodes.registerType<StatisticsProperties>('jira-stats', {
  category: 'Jira',
  color: '#B5CCF2',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'jira-config', required: true },
    changes: { value: false },
  },
  inputs: 1,
  outputs: 1,
  icon: 'jira-stats.svg',
  paletteLabel: 'jira stats',
  label() {
    return this.name || 'jira stats';
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  outputLabels() {
    return this._('jira-stats.label.counters');
  },
  oneditprepare() {
    addFormStyle();
    tieHints($('#jira-stats-form'));
  },
});
