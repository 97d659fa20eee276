import { askRuntime } from '../editor/ask-runtime';
import { mayAct } from './editor-may-act';
import type { DayCount } from './editor-chart';
import { chart, lastDays } from './editor-chart';
import { confirmed } from './editor-confirm';
import { button, element, select } from './editor-element';
import type { View } from './editor-table-view';
import { _ } from './editor-words';

interface Counter {
  total: number;
  today: number;
  yesterday: number;
}

interface Statistics {
  create: Counter;
  update: Counter;
  total: Counter;
  day: string;
  timezone: string;
  days: DayCount[];
}

const groups = ['create', 'update', 'total'] as const;
const spans = ['total', 'today', 'yesterday'] as const;

/** The counters, the days as a chart, and resets. */
export class StatisticsView implements View {
  readonly root: HTMLElement;
  private readonly numbers = element('div');
  private readonly question: HTMLElement = element('div');
  private readonly reset: HTMLElement;
  private connection = '';
  private scope = 'all';
  private counter = 'all';
  private shown = '';

  /** @param run does something that the runtime may refuse */
  constructor(private readonly run: (act: () => Promise<void>) => void) {
    const scopes = ['all', ...groups].map((scope) => [scope, _(`jira-sidebar.reset.scope.${scope}`)] as const);
    const counters = ['all', 'daily', 'total'].map((counter) => [counter, _(`jira-sidebar.reset.counter.${counter}`)] as const);
    this.reset = element(
      'div',
      { class: 'jira-actions' },
      select(_('jira-sidebar.reset.scope.label'), scopes, (scope) => (this.scope = scope)),
      select(_('jira-sidebar.reset.counter.label'), counters, (counter) => (this.counter = counter)),
      button(_('jira-sidebar.reset.button'), () => this.run(() => this.askToReset())),
    );
    this.root = element('div', { class: 'jira-view jira-statistics' }, this.numbers, this.reset, this.question);
  }

  async read(connection: string): Promise<void> {
    this.connection = connection;
    const statistics = await askRuntime<Statistics>(`jira-tickets/${connection}/statistics`);
    if (connection === this.connection) this.show(statistics);
  }

  private show(statistics: Statistics): void {
    this.reset.hidden = !mayAct();
    const text = JSON.stringify(statistics);
    if (text === this.shown) return;
    this.shown = text;
    const open = this.numbers.querySelector('details')?.open ?? false;
    const { day, timezone } = statistics;
    const head = element('tr', {}, element('td'), ...spans.map((span) => element('th', { scope: 'col' }, _(`jira-sidebar.statistics.${span}`))));
    const rows = groups.map((group) =>
      element('tr', {}, element('th', { scope: 'row' }, _(`jira-sidebar.statistics.group.${group}`)), ...spans.map((span) => element('td', {}, String(statistics[group][span])))),
    );
    const table = element('table', { class: 'jira-numbers' }, element('thead', {}, head), element('tbody', {}, ...rows));
    const note = element('p', { class: 'jira-note' }, _('jira-sidebar.statistics.todayIs', { day, timezone }));
    this.numbers.replaceChildren(table, note, chart(lastDays(day, statistics.days)));
    const details = this.numbers.querySelector('details');
    if (details) details.open = open;
  }

  private async askToReset(): Promise<void> {
    const { connection, scope, counter } = this;
    const values = { scope: _(`jira-sidebar.reset.scope.${scope}`), counter: _(`jira-sidebar.reset.counter.${counter}`) };
    if (!(await confirmed(this.question, _('jira-sidebar.reset.question', values), _('jira-sidebar.reset.yes')))) return;
    this.show(await askRuntime<Statistics>(`jira-tickets/${connection}/reset`, { scope, counter }));
  }
}
