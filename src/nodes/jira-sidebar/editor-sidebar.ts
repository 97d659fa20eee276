import { askRuntime, Refused } from '../editor/ask-runtime';
import { takeBack } from './editor-confirm';
import { element, outward, select } from './editor-element';
import { whileSeen } from './editor-live';
import { StatisticsView } from './editor-statistics';
import { addSidebarStyle } from './editor-style';
import type { View } from './editor-table-view';
import { alarmsView, logView, responsesView } from './editor-table-views';
import { tabs } from './editor-tabs';
import { _, moment, wordFor } from './editor-words';

interface DeployedConnection {
  id: string;
  name: string;
  sandbox: boolean;
  site: string;
}

interface State {
  state: string;
  pending: number;
  deferred: number;
  until: number;
  reason: string;
}

/** The whole sidebar: one connection, how it is, and the views on it. */
export class Sidebar {
  readonly root = element('div', { class: 'jira-sidebar' });
  private connections: DeployedConnection[] = [];
  private connectionsKnown = false;
  private chosen = '';
  private view = 'log';
  private readonly views: Record<string, View>;
  private readonly choice = select(_('jira-sidebar.connection.label'), [], (id) => this.choose(id));
  private readonly jira = element('span');
  private readonly state = element('p', { class: 'jira-state' });
  private readonly message = element('p', { class: 'jira-message', role: 'status' });
  private readonly renew: () => void;

  constructor() {
    addSidebarStyle();
    const question = element('div');
    const run = (act: () => Promise<void>): void => void this.attempt(act);
    const tell = (text: string): void => void (this.message.textContent = text);
    const around = { connection: () => this.chosen, question, run, tell };
    this.views = { log: logView(around), statistics: new StatisticsView(run), responses: responsesView(around), alarms: alarmsView() };
    this.renew = whileSeen(this.root, () => this.attempt(() => this.read()));
    const panels = Object.entries(this.views).map(([name, { root }]) => ({ name, title: _(`jira-sidebar.tab.${name}`), content: root }));
    const head = element('div', { class: 'jira-head' }, element('div', { class: 'jira-line-of-two' }, this.choice, this.jira), this.state, this.message, question);
    const views = tabs(_('jira-sidebar.tab.label'), panels, (name) => {
      this.view = name;
      tell('');
      takeBack(this.root);
      this.renew();
    });
    this.root.append(head, ...views);
  }

  /** Something of a connection has changed. */
  changed(connection: string): void {
    if (!this.connections.some(({ id }) => id === connection)) this.connectionsKnown = false;
    if (connection === this.chosen || !this.connectionsKnown) this.renew();
  }

  /** All of it may have: a deploy, or the way to the runtime was cut. */
  changedAltogether(): void {
    this.connectionsKnown = false;
    this.renew();
  }

  private choose(id: string): void {
    if (id !== this.chosen) takeBack(this.root);
    this.chosen = id;
    this.choice.value = id;
    this.message.textContent = '';
    const connection = this.connections.find((one) => one.id === id);
    this.jira.replaceChildren(connection && connection.site !== '' ? outward(_('jira-sidebar.connection.open'), connection.site, { title: connection.site }) : '');
    this.renew();
  }

  private async read(): Promise<void> {
    if (!this.connectionsKnown) await this.readConnections();
    const { chosen } = this;
    this.root.classList.toggle('jira-empty', chosen === '');
    if (chosen === '') {
      this.state.textContent = _('jira-sidebar.connection.none');
      return;
    }
    const state = await askRuntime<State>(`jira-tickets/${chosen}/status`);
    if (chosen !== this.chosen) return;
    this.showState(state);
    // One that cannot deliver has its records in nobody's hands.
    if (state.state !== 'trouble') await this.views[this.view]?.read(chosen);
  }

  private async readConnections(): Promise<void> {
    this.connectionsKnown = true;
    this.connections = (await askRuntime<{ connections: DeployedConnection[] }>('jira-tickets/connections')).connections;
    this.choice.replaceChildren(...this.connections.map(({ id, name, sandbox, site }) => element('option', { value: id }, name || (sandbox ? _('jira-sidebar.connection.sandbox') : site || id))));
    this.choose(this.connections.some(({ id }) => id === this.chosen) ? this.chosen : (this.connections[0]?.id ?? ''));
  }

  private showState({ state, pending, deferred, until, reason }: State): void {
    this.root.classList.toggle('jira-trouble', state === 'trouble');
    this.state.className = `jira-state jira-state-${state}`;
    const words = wordFor('state', state);
    const details = [pending > 0 ? _('jira-sidebar.state.pending', { number: pending }) : '', deferred > 0 ? _('jira-sidebar.state.deferredCount', { number: deferred }) : '', until > 0 ? _('jira-sidebar.state.until', { time: moment(until) }) : '', reason];
    this.state.textContent = [words, ...details].filter((text) => text !== '').join(' · ');
  }

  /** Says in words what the runtime refuses. */
  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      if (this.message.classList.contains('jira-refused')) this.message.textContent = '';
      this.message.classList.remove('jira-refused');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 404) this.connectionsKnown = false;
      this.message.textContent = error.message;
      this.message.classList.add('jira-refused');
    }
  }
}
