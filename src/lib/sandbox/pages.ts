import type { Html } from './html';
import { html } from './html';
import { listPage } from './list-page';
import { STYLE } from './page-style';
import type { Answer } from './refusal';
import type { SandboxJira } from './sandbox-jira';
import { ticketPage } from './ticket-page';

/** No script at all, nothing from elsewhere; frames on this machine may show the page (a dashboard, say). */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*";

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#4c9aff"/></svg>';

/** The pages for people: `/`, `/browse/KEY`, and what they and the icon links in REST answers need. */
export function pageFor(method: string, url: URL, jira: SandboxJira): Answer {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'Method Not Allowed', type: 'text/plain;charset=UTF-8' };
  const path = url.pathname;
  if (path === '/') return page(200, 'Jira sandbox', listPage(jira, url.searchParams.get('project')), true);
  if (path === '/style.css') return { status: 200, text: STYLE, type: 'text/css;charset=UTF-8' };
  if (path.startsWith('/images/') || path === '/favicon.ico') return { status: 200, text: ICON, type: 'image/svg+xml' };
  const key = /^\/browse\/([A-Za-z0-9-]+)$/.exec(path)?.[1];
  const ticket = key === undefined ? undefined : jira.store.find(key);
  if (ticket !== undefined) return page(200, ticket.key, ticketPage(ticket, jira.context('2')), true);
  return page(404, 'Not found', html`<p class="card empty">There is no such ticket or page here. <a href="/">All tickets</a></p>`, false);
}

function page(status: number, title: string, content: Html, refresh: boolean): Answer {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh ? html`<meta http-equiv="refresh" content="5">` : ''}
<title>${title}</title>
<link rel="icon" href="/images/sandbox.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
${content}
</body>
</html>
`;
  return { status, text: markup, type: 'text/html;charset=UTF-8', headers: { 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'same-origin' } };
}
