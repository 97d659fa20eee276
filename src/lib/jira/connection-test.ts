import { z } from 'zod';
import type { Address } from './address';
import { isOk } from './ask';
import type { AuthKind } from './connection-trouble';
import { answerTrouble, loginTrouble, networkTrouble } from './connection-trouble';
import type { Finding } from './finding';
import { finding } from './finding';
import type { Flavour } from './flavour';
import { flavourOf, serverInfoRequest } from './flavour';
import type { JiraAnswer, JiraPort } from './http';
import { NoAnswer } from './http';
import { readMyPermissions } from './my-permissions';
import { redacting, redactTexts } from './redact';
import type { Elsewhere } from './right-path';
import { findRightPath } from './right-path';
import { jiraWords } from './words';

export interface TestOptions {
  auth: AuthKind;
  /** Requests go through a proxy. */
  proxied: boolean;
  /** Milliseconds since 1970. */
  now: () => number;
  elsewhere: Elsewhere;
}

/** What a connection test found. `ok`: there is no error among the lines. What is not known is empty. */
export interface ConnectionReport {
  ok: boolean;
  lines: Finding[];
  product: string;
  version: string;
  user: string;
  /** How many this user sees, and the keys and names of the first. */
  projects: { count: number; names: string[] };
  /** `CREATE_ISSUES` → whether, in at least one project. */
  permissions: Record<string, boolean>;
}

/** Look-ups allow for two minutes between the clocks (look-ups.ts); half of it is worth a word. */
const CLOCKS_MS = 60_000;
const NAMED_PROJECTS = 5;

const Info = z.looseObject({ version: z.string(), serverTime: z.string().catch('') });
const User = z.looseObject({ displayName: z.string().catch(''), name: z.string().catch('') });
const Project = z.looseObject({ key: z.string(), name: z.string().catch('') });
const Projects = z.array(Project);
const ProjectPage = z.looseObject({ total: z.number().int().nonnegative(), values: Projects });

/**
 * Tries a connection step by step and says in words what it found, and what to change. It sends at most ten requests and changes nothing;
 * after a refused login it stops, for each further try counts towards a CAPTCHA.
 */
export async function testConnection(port: JiraPort, address: Address, options: TestOptions): Promise<ConnectionReport> {
  const report: ConnectionReport = { ok: false, lines: [], product: '', version: '', user: '', projects: { count: 0, names: [] }, permissions: {} };
  try {
    const flavour = await findServer(port, address, options, report);
    if (flavour && (await findUser(port, address, options, report))) {
      await findProjects(port, address, flavour, report);
      await findPermissions(port, address, flavour, report);
    }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    report.lines.push(networkTrouble(error, address, options.proxied));
  }
  const redact = redacting(port);
  const shown: ConnectionReport = {
    ...report,
    lines: report.lines.map((line) => ({ ...line, values: redactTexts(line.values, redact) })),
    version: redact(report.version),
    user: redact(report.user),
    projects: redactTexts(report.projects, redact),
  };
  shown.ok = shown.lines.every(({ level }) => level !== 'error');
  return shown;
}

async function findServer(port: JiraPort, address: Address, { auth, elsewhere, now }: TestOptions, report: ConnectionReport): Promise<Flavour | undefined> {
  const sentAt = now();
  const answer = await port.send(serverInfoRequest(address));
  const trouble = loginTrouble(answer, address, auth) ?? answerTrouble(answer, address) ?? (answer.status === 404 ? await findRightPath(address, elsewhere) : undefined);
  const info = Info.safeParse(isOk(answer) ? answer.json : undefined).data;
  const flavour = flavourOf(answer, address);
  if (info) report.lines.push(...describeServer(info.version, flavour, address, report));
  if (trouble) {
    report.lines.push(trouble);
    return undefined;
  }
  if (!info) {
    if (isOk(answer)) {
      report.lines.push(finding('error', 'notJira', { status: answer.status, url: address.base, words: jiraWords(answer) }));
      return undefined;
    }
    report.lines.push(finding('warning', 'serverHidden', { status: answer.status, words: jiraWords(answer) }));
    return flavour;
  }
  report.lines.push(...compareClocks(info.serverTime, answer, sentAt));
  return flavour;
}

function describeServer(version: string, flavour: Flavour, address: Address, report: ConnectionReport): Finding[] {
  const [major = 0] = flavour.version;
  // Both call themselves Server; since 9 there are no Servers any more.
  report.product = flavour.cloud ? 'Jira Cloud' : major >= 9 ? 'Jira Data Center' : 'Jira Server';
  report.version = flavour.cloud ? '' : version;
  address.learnSite(flavour.site);
  const lines = [
    finding('ok', flavour.title === '' ? 'server' : 'serverTitled', { product: `${report.product} ${report.version}`.trim(), title: flavour.title, url: address.base }),
    finding('ok', flavour.dialect.text === 'document' ? 'dialectDocuments' : 'dialectWiki', { path: address.apiPath, search: flavour.search }),
  ];
  if (!address.gateway) return lines;
  const linked = address.browse('X') !== '';
  return [...lines, linked ? finding('ok', 'site', { url: flavour.site }) : finding('warning', 'siteUnknown')];
}

/** @param serverTime `2026-11-24T14:39:00.000+0100`; where there is none the header says it to the second */
function compareClocks(serverTime: string, { headers, ms }: JiraAnswer, sentAt: number): Finding[] {
  const theirs = [serverTime.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'), headers['date'] ?? ''].map(Date.parse).find((time) => !Number.isNaN(time));
  if (theirs === undefined) return [];
  const difference = theirs - (sentAt + ms / 2);
  const seconds = Math.round(Math.abs(difference) / 1_000);
  if (Math.abs(difference) < CLOCKS_MS) return [finding('ok', 'clock', { seconds })];
  return [finding('warning', difference > 0 ? 'clockAhead' : 'clockBehind', { seconds })];
}

/** @returns whether to go on */
async function findUser(port: JiraPort, address: Address, { auth }: TestOptions, report: ConnectionReport): Promise<boolean> {
  let answer = await port.send({ method: 'GET', path: `${address.apiPath}/myself` });
  // Server 5 has no such resource.
  if (answer.status === 404) answer = await port.send({ method: 'GET', path: 'rest/auth/latest/session' });
  const trouble = loginTrouble(answer, address, auth) ?? answerTrouble(answer, address);
  const user = User.safeParse(isOk(answer) ? answer.json : undefined).data;
  report.user = user?.displayName || user?.name || '';
  if (trouble) report.lines.push(trouble);
  else if (report.user !== '') report.lines.push(finding('ok', 'user', { name: report.user }));
  else report.lines.push(finding('warning', 'userUnknown', { status: answer.status, words: jiraWords(answer) }));
  return trouble === undefined;
}

/** Cloud gives its list in pages, of which one is enough; servers give all of it. */
async function findProjects(port: JiraPort, address: Address, { cloud }: Flavour, report: ConnectionReport): Promise<void> {
  const path = `${address.apiPath}/project`;
  const page = cloud ? await port.send({ method: 'GET', path: `${path}/search`, query: { maxResults: NAMED_PROJECTS } }) : undefined;
  const first = ProjectPage.safeParse(page && isOk(page) ? page.json : undefined).data;
  const answer = first ? undefined : await port.send({ method: 'GET', path });
  const list = first?.values ?? Projects.safeParse(answer && isOk(answer) ? answer.json : undefined).data;
  if (list === undefined) {
    report.lines.push(finding('warning', 'projectsUnknown', { status: answer?.status ?? 0, words: answer ? jiraWords(answer) : '' }));
    return;
  }
  const names = list.slice(0, NAMED_PROJECTS).map(({ key, name }) => (name === '' ? key : `${key} (${name})`));
  report.projects = { count: first?.total ?? list.length, names };
  const { count } = report.projects;
  if (count === 0) report.lines.push(finding('warning', 'projectsNone'));
  else report.lines.push(finding('ok', count > names.length ? 'projectsMore' : 'projects', { total: count, names: names.join(', ') }));
}

async function findPermissions(port: JiraPort, address: Address, { cloud }: Flavour, report: ConnectionReport): Promise<void> {
  const permissions = await readMyPermissions(port, address, cloud);
  const names = (has: boolean): string => Object.keys(permissions ?? {}).filter((name) => permissions?.[name] === has).join(', ');
  if (permissions === undefined || Object.keys(permissions).length === 0) {
    report.lines.push(finding('warning', 'permissionsUnknown'));
    return;
  }
  report.permissions = permissions;
  if (names(true) !== '') report.lines.push(finding('ok', 'permissions', { names: names(true) }));
  if (names(false) !== '') report.lines.push(finding('warning', 'permissionsMissing', { names: names(false) }));
}
