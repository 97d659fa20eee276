import type { Context } from './context';
import { textOf } from './documents';
import { FIELDS } from './field-definitions';
import type { Html } from './html';
import { html, moment } from './html';
import { priorityMark, statusMark } from './list-page';
import type { Person } from './people';
import { wordsOf } from './ticket-changes';
import type { Ticket } from './ticket-store';

/** What has a place of its own on the page. */
const ELSEWHERE = ['summary', 'description', 'labels', 'priority', 'project'];

/** One ticket: all its fields, its comments and its history. */
export function ticketPage(ticket: Ticket, context: Context): Html {
  const description = wordsOf(ticket, 'description', context);
  return html`<header><strong><a href="/">Jira sandbox</a></strong><span class="note">${ticket.project.name} / ${ticket.key}</span></header>
<main>
<h1>${wordsOf(ticket, 'summary', context)}</h1>
<div class="columns">
<div>
<section class="card"><h2>Description</h2><p class="text">${description === '' ? 'None' : description}</p></section>
<section class="card"><h2>Comments</h2>${list(ticket.comments.map((comment) => entry(comment.author, comment.created, textOf(comment.body), context)))}</section>
<section class="card"><h2>History</h2>${list(history(ticket, context))}</section>
</div>
<aside class="card"><h2>Details</h2>${details(ticket, context)}</aside>
</div>
</main>`;
}

function details(ticket: Ticket, context: Context): Html {
  const labels = (ticket.fields.get('labels') ?? []) as string[];
  const others = FIELDS.filter(({ id }) => !ELSEWHERE.includes(id) && ticket.fields.has(id));
  return html`<dl>
<dt>Status</dt><dd>${statusMark(ticket)}</dd>
<dt>Priority</dt><dd>${priorityMark(ticket, context)}</dd>
<dt>Labels</dt><dd>${labels.length === 0 ? 'None' : labels.map((label) => html`<span class="label">${label}</span> `)}</dd>
${others.map(({ id, name }) => html`<dt>${name}</dt><dd>${wordsOf(ticket, id, context)}</dd>`)}
<dt>Created</dt><dd>${moment(ticket.created)}</dd>
<dt>Updated</dt><dd>${moment(ticket.updated)}</dd>
${[...ticket.properties].map(([key, value]) => html`<dt>${key}</dt><dd>${JSON.stringify(value)}</dd>`)}
</dl>`;
}

function history(ticket: Ticket, context: Context): Html[] {
  const changes = ticket.history.map(({ author, created, items }) => {
    const lines = items.map(({ name, from, to }) => `${name}: ${from === '' ? 'None' : from} → ${to === '' ? 'None' : to}`);
    return entry(author, created, lines.join('\n'), context);
  });
  return [entry(ticket.creator, ticket.created, 'created the ticket', context), ...changes].toReversed();
}

function entry(author: string, created: number, text: string, { people }: Context): Html {
  const { displayName } = people.byAccountId(author) as Person;
  return html`<div class="entry"><strong>${displayName}</strong> ${moment(created)}<p class="text">${text}</p></div>`;
}

function list(entries: Html[]): Html {
  return entries.length === 0 ? html`<p class="text">None</p>` : html`${entries}`;
}
