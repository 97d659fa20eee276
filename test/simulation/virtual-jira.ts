import type { JiraAnswer, JiraPort, JiraRequest } from '../../src/lib/jira/http';
import { NoAnswer } from '../../src/lib/jira/http';
import type { Json, JsonObject } from '../../src/lib/ticket/json';
import { isObject } from '../../src/lib/ticket/json';
import { VirtualAdditions } from './virtual-additions';
import type { VirtualClock } from './virtual-clock';

export interface LedgerLine {
  at: number;
  key: string;
  action: 'create' | 'update';
  guid: string;
  command: string;
  fields: JsonObject;
}

interface Issue {
  id: string;
  key: string;
  created: number;
  project: string;
  fields: JsonObject;
  properties: Record<string, Json>;
}

/** What goes wrong with one request. `commit`: whether Jira carries it out all the same, and how much later (ms). */
export interface Fault {
  /** An answer instead of Jira's own; absent: none comes. */
  answer?: { status: number; headers?: Record<string, string>; json?: Json; text?: string };
  /** Without an answer: Node's word for it, and whether the request may have reached Jira. */
  code?: string;
  sent?: boolean;
  commit?: number;
  /** How long it takes, ms. */
  takes?: number;
}

export interface VirtualJiraOptions {
  clock: VirtualClock;
  /** Decides what goes wrong with a request; undefined: nothing. */
  fault?: (request: JiraRequest) => Fault | undefined;
  /** How long an issue is not found by a search, ms. */
  indexLag?: () => number;
  /** How long an answer takes, ms. */
  latency?: () => number;
  cloud?: boolean;
}

/** Jira as the delivery sees it, in memory and in virtual time, with a clock that nobody sets; its ledger is what an oracle reads. */
export class VirtualJira implements JiraPort {
  readonly ledger: LedgerLine[] = [];
  readonly requests: Array<{ at: number; request: JiraRequest }> = [];
  readonly issues: Issue[] = [];
  readonly additions: VirtualAdditions;
  private readonly visibleFrom = new Map<string, number>();
  fault: (request: JiraRequest) => Fault | undefined;

  constructor(private readonly options: VirtualJiraOptions) {
    this.fault = options.fault ?? (() => undefined);
    this.additions = new VirtualAdditions(() => options.clock.steady());
  }

  async send(request: JiraRequest): Promise<JiraAnswer> {
    const { clock } = this.options;
    this.requests.push({ at: clock.steady(), request });
    const fault = this.fault(request);
    if (!fault) {
      const latency = this.options.latency?.() ?? 20;
      await wait(clock, latency / 2);
      const answered = this.answer(request);
      await wait(clock, latency / 2);
      return answered;
    }
    if (fault.commit === 0) this.answer(request);
    else if (fault.commit !== undefined) clock.after(fault.commit, () => this.answer(request));
    await wait(clock, fault.takes ?? 20);
    if (fault.answer) return answerOf(fault.answer.status, fault.answer.json, fault.answer.headers, fault.answer.text);
    throw new NoAnswer(fault.code ?? 'ECONNRESET', fault.sent ?? true, `[${request.method}] ${fault.code ?? 'ECONNRESET'}`);
  }

  /** Tickets made for each command id, from the markers. */
  madeBy(command: string): LedgerLine[] {
    return this.ledger.filter((line) => line.action === 'create' && line.command === command);
  }

  private answer(request: JiraRequest): JiraAnswer {
    const { method, path, query, body } = request;
    const addition = this.additions.answer(request);
    if (addition) return answerOf(addition.status, addition.json);
    if (path.endsWith('/serverInfo')) return answerOf(200, { version: '10.3.0', versionNumbers: [10, 3, 0], deploymentType: this.options.cloud ? 'Cloud' : 'Server', serverTitle: 'Virtual' });
    if (path.endsWith('/myself')) return answerOf(200, { name: 'me' });
    if (path.endsWith('/field')) return answerOf(200, fieldList);
    if (path.endsWith('/issue/bulk')) return this.bulk(body);
    if (method === 'POST' && path.endsWith('/issue')) return this.create(body);
    if (path.includes('/search')) return this.search(method === 'GET' ? (query ?? {}) : (body as Record<string, Json>));
    const property = /\/issue\/([^/]+)\/properties\//.exec(path);
    if (property) return this.property(property[1] ?? '');
    const issue = /\/issue\/([^/]+)$/.exec(path);
    if (method === 'GET' && issue) return this.issue(issue[1] ?? '');
    if (method === 'PUT' && issue) return this.update(issue[1] ?? '', body);
    return answerOf(404, { errorMessages: ['Not here'], errors: {} });
  }

  private create(body: Json | undefined): JiraAnswer {
    const result = this.make(body);
    return 'error' in result ? answerOf(400, { errorMessages: [], errors: { summary: result.error } }) : answerOf(201, result.issue);
  }

  private bulk(body: Json | undefined): JiraAnswer {
    const updates = isObject(body) && Array.isArray(body['issueUpdates']) ? body['issueUpdates'] : [];
    const issues: Json[] = [];
    const errors: Json[] = [];
    updates.forEach((update, number) => {
      const result = this.make(update);
      if ('error' in result) errors.push({ status: 400, elementErrors: { errorMessages: [], errors: { summary: result.error } }, failedElementNumber: number });
      else issues.push(result.issue);
    });
    return answerOf(issues.length > 0 ? 201 : 400, { issues, errors });
  }

  private make(body: Json | undefined): { issue: JsonObject } | { error: string } {
    const fields = isObject(body) && isObject(body['fields']) ? body['fields'] : {};
    if (typeof fields['summary'] !== 'string' || fields['summary'] === 'bad') return { error: 'You must specify a summary of the issue.' };
    const now = this.options.clock.steady();
    const number = this.issues.length + 1;
    const properties: Record<string, Json> = {};
    if (isObject(body) && Array.isArray(body['properties'])) {
      for (const one of body['properties']) if (isObject(one)) properties[String(one['key'])] = one['value'] ?? null;
    }
    const project = isObject(fields['project']) ? String(fields['project']['key']) : 'NET';
    const issue: Issue = { id: String(10_000 + number), key: `${project}-${number}`, created: now, project, fields, properties };
    this.issues.push(issue);
    this.visibleFrom.set(issue.id, now + (this.options.indexLag?.() ?? 0));
    this.ledger.push({ at: now, key: issue.key, action: 'create', ...markerOf(issue), fields });
    return { issue: { id: issue.id, key: issue.key, self: '' } };
  }

  private update(idOrKey: string, body: Json | undefined): JiraAnswer {
    const issue = this.issues.find(({ id, key }) => id === idOrKey || key === idOrKey);
    if (!issue) return answerOf(404, { errorMessages: ['Issue Does Not Exist'], errors: {} });
    const fields = isObject(body) && isObject(body['fields']) ? body['fields'] : {};
    if (fields['summary'] === 'bad') return answerOf(400, { errorMessages: [], errors: { summary: 'Bad.' } });
    Object.assign(issue.fields, fields);
    this.ledger.push({ at: this.options.clock.steady(), key: issue.key, action: 'update', guid: '', command: '', fields });
    return answerOf(204, undefined);
  }

  private issue(idOrKey: string): JiraAnswer {
    const { id = '1', key = idOrKey, fields = {} } = this.find(idOrKey) ?? {};
    return answerOf(200, { id, key, fields: { labels: fields['labels'] ?? [], ...this.additions.fieldsOf(key) } });
  }

  private find(idOrKey: string): Issue | undefined {
    return this.issues.find(({ id, key }) => id === idOrKey || key === idOrKey);
  }

  private property(idOrKey: string): JiraAnswer {
    const issue = this.find(idOrKey);
    const value = issue?.properties['node-red.jira-tickets'];
    return value === undefined ? answerOf(404, { errorMessages: ['The property was not found.'], errors: {} }) : answerOf(200, { key: 'node-red.jira-tickets', value });
  }

  /** As much of a search as the look-ups need: project, creation time, newest first, pages. */
  private search(query: Record<string, unknown>): JiraAnswer {
    const now = this.options.clock.steady();
    const jql = String(query['jql'] ?? '');
    const project = /project = "([^"]+)"/.exec(jql)?.[1];
    const minutes = /created >= "-(\d+)m"/.exec(jql)?.[1];
    const since = minutes === undefined ? -Infinity : now - Number(minutes) * 60_000;
    const labels = /labels in \(([^)]*)\)/.exec(jql)?.[1]?.split(', ').map((label) => label.slice(1, -1));
    const found = this.issues
      .filter((issue) => (this.visibleFrom.get(issue.id) ?? 0) <= now && issue.created >= since && (project === undefined || issue.project === project))
      .filter(({ fields }) => !labels || (Array.isArray(fields['labels']) && fields['labels'].some((label) => labels.includes(String(label)))))
      .reverse();
    const start = Number(query['startAt'] ?? query['nextPageToken'] ?? 0) || 0;
    const page = found.slice(start, start + Math.min(100, Number(query['maxResults'] ?? 50)));
    const issues = page.map(({ id, key, fields, properties }) => ({ id, key, fields: { labels: fields['labels'] ?? [] }, ...(this.options.cloud ? { properties } : {}) }));
    const more = start + page.length < found.length;
    if (this.options.cloud) return answerOf(200, { issues, ...(more ? { nextPageToken: String(start + page.length) } : { isLast: true }) });
    return answerOf(200, { issues, startAt: start, maxResults: 100, total: found.length });
  }
}

/** Fields of their own for the updates of a simulated history. */
export const customFields = Array.from({ length: 12 }, (_, i) => `customfield_${20_000 + i}`);

const fieldList: Json = [
  ...customFields.map((id) => ({ id, name: `Text ${id.slice(-2)}`, schema: { type: 'string', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield' } })),
  { id: 'project', name: 'Project', schema: { type: 'project', system: 'project' } },
  { id: 'issuetype', name: 'Issue Type', schema: { type: 'issuetype', system: 'issuetype' } },
  { id: 'summary', name: 'Summary', schema: { type: 'string', system: 'summary' } },
  { id: 'description', name: 'Description', schema: { type: 'string', system: 'description' } },
  { id: 'labels', name: 'Labels', schema: { type: 'array', items: 'string', system: 'labels' } },
  { id: 'priority', name: 'Priority', schema: { type: 'priority', system: 'priority' } },
];

function markerOf({ properties, fields }: Issue): { guid: string; command: string } {
  const marker = properties['node-red.jira-tickets'];
  if (isObject(marker)) return { guid: String(marker['guid']), command: String(marker['command']) };
  const label = Array.isArray(fields['labels']) ? fields['labels'].find((one) => String(one).startsWith('nr-')) : undefined;
  return { guid: String(label ?? '').slice(3), command: '' };
}

export function answerOf(status: number, json: Json | undefined, headers: Record<string, string> = {}, text = ''): JiraAnswer {
  return { status, headers, json, text, ms: 1 };
}

function wait(clock: VirtualClock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
