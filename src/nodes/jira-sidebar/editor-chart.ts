import { element } from './editor-element';
import { _ } from './editor-words';

/** What one local day counted. */
export interface DayCount {
  day: string;
  create: number;
  update: number;
}

const days = 30;
const [width, height] = [300, 90];
const bar = width / days;

/** The last 30 days up to `today`, those without a ticket among them. */
export function lastDays(today: string, counts: readonly DayCount[]): DayCount[] {
  if (today === '') return [];
  const known = new Map(counts.map((count) => [count.day, count]));
  return Array.from({ length: days }, (_one, i) => {
    // UTC noon, which no daylight-saving change touches.
    const day = new Date(Date.parse(`${today}T12:00:00Z`) - (days - 1 - i) * 86_400_000).toISOString().slice(0, 10);
    return known.get(day) ?? { day, create: 0, update: 0 };
  });
}

/** Tickets created and updated by day: bars for the eye, and the same as a table. */
export function chart(counts: readonly DayCount[]): HTMLElement {
  const most = Math.max(1, ...counts.map(({ create, update }) => create + update));
  const total = { create: 0, update: 0 };
  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', class: 'jira-chart' });
  svg.append(shape('line', { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5, class: 'jira-chart-base' }));
  counts.forEach(({ day, create, update }, i) => {
    total.create += create;
    total.update += update;
    const group = shape('g', {});
    group.append(shape('title', {}, _('jira-sidebar.chart.day', { day, create, update })));
    const made = (create / most) * (height - 4);
    const changed = (update / most) * (height - 4);
    group.append(shape('rect', { x: i * bar, y: 0, width: bar, height, class: 'jira-chart-day' }));
    group.append(shape('rect', { x: i * bar + 1, y: height - made, width: bar - 2, height: made, class: 'jira-chart-create' }));
    group.append(shape('rect', { x: i * bar + 1, y: height - made - changed, width: bar - 2, height: changed, class: 'jira-chart-update' }));
    svg.append(group);
  });
  svg.setAttribute('aria-label', _('jira-sidebar.chart.summary', { days: counts.length, ...total, most }));
  const legend = element('p', { class: 'jira-legend' }, key('create'), key('update'), element('span', {}, _('jira-sidebar.chart.most', { most })));
  return element('figure', {}, element('figcaption', {}, _('jira-sidebar.chart.title', { days: counts.length })), svg, legend, asTable(counts));
}

function asTable(counts: readonly DayCount[]): HTMLElement {
  const head = ['day', 'create', 'update'].map((column) => element('th', { scope: 'col' }, _(`jira-sidebar.statistics.${column}`)));
  const some = counts.filter(({ create, update }) => create + update > 0).reverse();
  const rows = some.map(({ day, create, update }) => element('tr', {}, element('th', { scope: 'row' }, day), element('td', {}, String(create)), element('td', {}, String(update))));
  const table = element('table', { class: 'jira-numbers' }, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows));
  return element('details', {}, element('summary', {}, _('jira-sidebar.chart.table')), table);
}

function key(name: 'create' | 'update'): HTMLElement {
  return element('span', { class: `jira-key jira-key-${name}` }, _(`jira-sidebar.statistics.${name}`));
}

function shape(tag: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
