import { z } from 'zod';
import type { Dialect } from '../ticket/field-schema';
import type { Address } from './address';
import { isOk } from './ask';
import type { JiraAnswer, JiraPort, JiraRequest, UploadToken } from './http';
import { isFailure } from './signs';
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
  /** There is a `jql/autocompletedata/suggestions`: the document of 7.6.1 has it, that of 5.1.2 has not. */
  suggestions: boolean;
  uploadToken: UploadToken;
  /** The search resource to begin with. */
  search: 'search' | 'search/jql';
  dialect: Pick<Dialect, 'users' | 'text'>;
  /** What its administrators called it; empty where it does not say. */
  title: string;
  /** The URL that people open it by, as it says itself; empty where it does not say. */
  site: string;
  /** serverInfo told nothing: this is what the URL suggests, and worth asking again. */
  guessed: boolean;
}

/** Servers before 6 leave most of this out, and what is in front of a Jira may answer anything. */
const ServerInfo = z.looseObject({
  version: z.string().catch(''),
  versionNumbers: z.array(z.number().int().nonnegative()).max(10).catch([]),
  deploymentType: z.string().catch(''),
  serverTitle: z.string().catch(''),
  baseUrl: z.string().catch(''),
});

/**
 * Asks `serverInfo`, which answers without a login on most servers. Where it tells nothing (4xx, 501, a page of something in front of
 * Jira, a refused login) the URL has to do: whether the credentials are good is for the requests that matter to find out.
 *
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} 429, any other 5xx: to be asked again later
 */
export async function readFlavour(port: JiraPort, address: Address): Promise<Flavour> {
  const request = serverInfoRequest(address);
  const answer = await port.send(request);
  if (answer.status === 429 || isFailure(answer)) throw new UnexpectedAnswer(request, answer, address);
  return flavourOf(answer, address);
}

export function serverInfoRequest(address: Address): JiraRequest {
  return { method: 'GET', path: `${address.apiPath}/serverInfo` };
}

/** What an answer of serverInfo says, the URL where it says nothing. */
export function flavourOf(answer: JiraAnswer, address: Address): Flavour {
  return flavourFrom(ServerInfo.safeParse(isOk(answer) ? answer.json : undefined).data, address);
}

/** What the URL suggests: a Cloud by its host, else a Data Center of today. */
export function flavourByUrl(address: Address): Flavour {
  return flavourFrom(undefined, address);
}

function flavourFrom(info: z.infer<typeof ServerInfo> | undefined, address: Address): Flavour {
  const cloud = isCloudHost(address) || info?.deploymentType.toLowerCase() === 'cloud';
  const version = cloud || info === undefined ? [] : versionOf(info);
  const [major = Infinity] = version;
  return {
    cloud,
    version,
    properties: major >= 7,
    bulk: major >= 6,
    suggestions: major >= 7,
    uploadToken: major >= 7 ? 'no-check' : 'nocheck',
    search: cloud ? 'search/jql' : 'search',
    dialect: {
      users: cloud ? 'accountId' : 'name',
      text: /(?:^|\/)rest\/api\/3(?:\/|$)/.test(address.apiPath) ? 'document' : 'string',
    },
    title: info?.serverTitle ?? '',
    site: info?.baseUrl ?? '',
    guessed: info === undefined,
  };
}

function isCloudHost(address: Address): boolean {
  return address.gateway || new URL(address.base).hostname.endsWith('.atlassian.net');
}

function versionOf({ versionNumbers, version }: z.infer<typeof ServerInfo>): number[] {
  if (versionNumbers.length > 0) return versionNumbers;
  const leading = /^\d{1,4}(?:\.\d{1,6}){0,5}/.exec(version)?.[0];
  return leading === undefined ? [] : leading.split('.').map(Number);
}
