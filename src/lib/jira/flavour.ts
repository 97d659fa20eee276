import { z } from 'zod';
import type { Dialect } from '../ticket/field-schema';
import type { Address } from './address';
import { ask, isOk } from './ask';
import type { JiraPort, JiraRequest } from './http';
import { UnexpectedAnswer } from './unexpected-answer';

/** Which Jira this is, as far as requests depend on it. */
export interface Flavour {
  cloud: boolean;
  /** `[9, 12, 2]`; empty for a Cloud, whose numbers mean nothing, and where it is not known. */
  version: number[];
  /** Issue properties may be part of the body of a create. */
  properties: boolean;
  /** There is an `issue/bulk`. */
  bulk: boolean;
  /** The search resource to begin with. */
  search: 'search' | 'search/jql';
  dialect: Pick<Dialect, 'users' | 'text'>;
  /** What its administrators called it; empty where it does not say. */
  title: string;
}

/** Servers before 6 leave most of this out, and what is in front of a Jira may answer anything. */
const ServerInfo = z.looseObject({
  version: z.string().catch(''),
  versionNumbers: z.array(z.number().int().nonnegative()).max(10).catch([]),
  deploymentType: z.string().catch(''),
  serverTitle: z.string().catch(''),
});

/**
 * Asks `serverInfo`, which answers without a login on most servers. An answer that tells nothing (4xx, not JSON) makes it an
 * unknown server, treated like a Data Center of today.
 *
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} failed login, 429, 5xx: to be asked again later
 */
export async function readFlavour(port: JiraPort, address: Address): Promise<Flavour> {
  const request: JiraRequest = { method: 'GET', path: `${address.apiPath}/serverInfo` };
  const answer = await ask(port, address, request);
  if (answer.status >= 500) throw new UnexpectedAnswer(request, answer, address);
  const info = ServerInfo.safeParse(isOk(answer) ? answer.json : undefined).data;
  const cloud = isCloudHost(address) || info?.deploymentType.toLowerCase() === 'cloud';
  const version = cloud || info === undefined ? [] : versionOf(info);
  const [major = Infinity] = version;
  return {
    cloud,
    version,
    properties: major >= 7,
    bulk: major >= 6,
    search: cloud ? 'search/jql' : 'search',
    dialect: {
      users: cloud ? 'accountId' : 'name',
      text: /(?:^|\/)rest\/api\/3(?:\/|$)/.test(address.apiPath) ? 'document' : 'string',
    },
    title: info?.serverTitle ?? '',
  };
}

function isCloudHost(address: Address): boolean {
  return new URL(address.base).hostname.endsWith('.atlassian.net');
}

function versionOf({ versionNumbers, version }: z.infer<typeof ServerInfo>): number[] {
  if (versionNumbers.length > 0) return versionNumbers;
  const leading = /^\d{1,4}(?:\.\d{1,6}){0,5}/.exec(version)?.[0];
  return leading === undefined ? [] : leading.split('.').map(Number);
}
