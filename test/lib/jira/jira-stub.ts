import type { Json } from '../../../src/lib/ticket/json';
import type { Address } from '../../../src/lib/jira/address';
import { parseAddress } from '../../../src/lib/jira/address';
import type { Flavour } from '../../../src/lib/jira/flavour';
import type { JiraAnswer, JiraPort, JiraRequest } from '../../../src/lib/jira/http';

export const address: Address = parseAddress('https://jira.example.com', 'rest/api/latest/issue');

export function answer(status: number, json?: Json, headers: Record<string, string> = {}, text = ''): JiraAnswer {
  return { status, json, headers, text, ms: 1 };
}

export const dataCenter: Flavour = {
  cloud: false,
  version: [10, 3, 0],
  properties: true,
  bulk: true,
  suggestions: true,
  uploadToken: 'no-check',
  search: 'search',
  dialect: { users: 'name', text: 'string' },
  title: 'Jira',
  site: '',
  guessed: false,
};
export const cloud: Flavour = { ...dataCenter, cloud: true, version: [], search: 'search/jql', dialect: { users: 'accountId', text: 'string' } };

/** A Jira of one function; keeps what it was asked. */
export function stubPort(respond: (request: JiraRequest) => JiraAnswer | Promise<JiraAnswer>): JiraPort & { asked: JiraRequest[] } {
  const asked: JiraRequest[] = [];
  return {
    asked,
    async send(request) {
      asked.push(request);
      return respond(request);
    },
  };
}
