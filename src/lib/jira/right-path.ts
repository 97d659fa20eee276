import type { Address } from './address';
import { isOk } from './ask';
import type { Finding } from './finding';
import { finding } from './finding';
import type { JiraPort } from './http';
import { NoAnswer } from './http';
import { isObject } from '../ticket/json';

/** Asks without credentials, as the path may lead anywhere. @param base URL on the same server */
export type Elsewhere = (base: string) => JiraPort & { close(): void };

const API_PATH = 'rest/api/latest';

/** There is no Jira where the connection looks for it: where is it, on this server? Asks at most four times. */
export async function findRightPath(address: Address, elsewhere: Elsewhere): Promise<Finding> {
  const { origin, pathname } = new URL(address.base);
  const context = pathname.split('/').filter((part) => part !== '');
  const parents = context.map((_, index) => ['', ...context.slice(0, index)].join('/')).reverse();
  const bases = [...(address.apiPath === API_PATH ? [] : [address.base]), ...new Set([...parents, '/jira'].map((path) => origin + path))];
  for (const base of bases.slice(0, 4)) {
    if (!(await isJira(elsewhere(base)))) continue;
    if (base === address.base) return finding('error', 'wrongLocation', { path: `${API_PATH}/issue`, wrong: address.issuePath });
    return finding('error', 'wrongContext', { url: base, wrong: address.base });
  }
  return finding('error', 'nothingThere', { url: address.base });
}

async function isJira(client: JiraPort & { close(): void }): Promise<boolean> {
  try {
    const answer = await client.send({ method: 'GET', path: `${API_PATH}/serverInfo` });
    return isOk(answer) && answer.json !== undefined && isObject(answer.json) && typeof answer.json['version'] === 'string';
  } catch (error) {
    if (error instanceof NoAnswer) return false;
    throw error;
  } finally {
    client.close();
  }
}
