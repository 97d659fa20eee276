import type { Row } from '../../../src/lib/records/row';

/** A ticket as the built-in Jira tells it by its REST API. */
export interface Ticket {
  key: string;
  fields: { summary: string; priority: { name: string } | null; labels: string[] };
}

/** All tickets of the built-in Jira that made the ticket of this row. */
export async function ticketsOf(row: Row): Promise<Ticket[]> {
  const query = new URLSearchParams({ jql: 'project in (NET, RAD, OPS) ORDER BY key ASC', fields: 'summary,priority,labels', maxResults: '1000' });
  const response = await fetch(`${new URL(row.ticketUrl).origin}/rest/api/2/search/jql?${query}`);
  if (!response.ok) throw new Error(`The sandbox's search answered ${response.status} ${await response.text()}`);
  const { issues, nextPageToken } = (await response.json()) as { issues: Ticket[]; nextPageToken?: string };
  if (nextPageToken) throw new Error('The sandbox has more tickets than a page holds.');
  return issues;
}
