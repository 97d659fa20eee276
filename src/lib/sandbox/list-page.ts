import type { Context } from './context';
import type { Html } from './html';
import { html, moment } from './html';
import { PROJECTS } from './projects';
import type { SandboxJira } from './sandbox-jira';
import { wordsOf } from './ticket-changes';
import type { Ticket } from './ticket-store';
import { STATUSES, statusOf } from './workflow';

const MOST_ROWS = 500;

/** The newest tickets, of one project or of all. */
export function listPage(jira: SandboxJira, project: string | null): Html {
  const context = jira.context('2');
  const tickets = jira.store.all().filter((ticket) => project === null || ticket.project.key === project);
  const newest = tickets.toReversed().slice(0, MOST_ROWS);
  return html`${header(tickets, project)}<main>${newest.length === 0 ? nothing : table(newest, context)}</main>`;
}

const nothing = html`<p class="card empty">No tickets yet. They appear here as soon as a flow creates one.</p>`;

function header(tickets: Ticket[], project: string | null): Html {
  const counts = STATUSES.map(({ id, name }) => `${tickets.filter(({ status }) => status === id).length} ${name}`).join(' · ');
  const more = tickets.length > MOST_ROWS ? `, the newest ${MOST_ROWS} shown` : '';
  const link = (href: string, name: string, current: boolean) => (current ? html`<a href="${href}" aria-current="page">${name}</a>` : html`<a href="${href}">${name}</a>`);
  return html`<header><strong>Jira sandbox</strong><span class="note">${tickets.length} tickets${more} · ${counts}</span><nav>${link('/', 'All', project === null)}${PROJECTS.map(
    ({ key, name }) => link(`/?project=${key}`, name, project === key),
  )}</nav></header>`;
}

function table(tickets: Ticket[], context: Context): Html {
  return html`<div class="card scroll"><table>
<thead><tr><th>Key</th><th>Type</th><th>Summary</th><th>Status</th><th>Priority</th><th>Updated (UTC)</th></tr></thead>
<tbody>${tickets.map((ticket) => row(ticket, context))}</tbody>
</table></div>`;
}

function row(ticket: Ticket, context: Context): Html {
  return html`<tr>
<td class="short"><a href="/browse/${ticket.key}">${ticket.key}</a></td>
<td class="short">${ticket.type.name}</td>
<td class="wide">${wordsOf(ticket, 'summary', context)}</td>
<td>${statusMark(ticket)}</td>
<td class="short">${priorityMark(ticket, context)}</td>
<td>${moment(ticket.updated)}</td>
</tr>
`;
}

export function statusMark(ticket: Ticket): Html {
  const { name, category } = statusOf(ticket.status);
  return html`<span class="status ${category.key}">${name}</span>`;
}

export function priorityMark(ticket: Ticket, context: Context): Html {
  return html`<span class="dot p${String(ticket.fields.get('priority'))}"></span>${wordsOf(ticket, 'priority', context)}`;
}
