import type { JiraRequest } from '../../src/lib/jira/http';
import type { Json, JsonObject } from '../../src/lib/ticket/json';
import { isObject } from '../../src/lib/ticket/json';

export interface Addition {
  at: number;
  key: string;
  kind: 'comment' | 'attachment' | 'watcher' | 'link' | 'transition';
  /** The comment's text, the file's name, the user, the other ticket, the new status. */
  what: string;
}

interface Answer {
  status: number;
  json?: Json;
}

/** What the tickets of the virtual Jira have besides fields. */
export class VirtualAdditions {
  readonly ledger: Addition[] = [];
  private readonly comments = new Map<string, JsonObject[]>();
  private readonly status = new Map<string, string>();

  constructor(private readonly now: () => number) {}

  /** undefined: not its concern */
  answer({ method, path, body, file }: JiraRequest): Answer | undefined {
    if (path.endsWith('/issueLinkType')) return { status: 200, json: { issueLinkTypes: [{ id: '1', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' }, { id: '2', name: 'Relates', inward: 'relates to', outward: 'relates to' }] } };
    if (path.endsWith('/issueLink')) return this.link(body);
    const [, key = '', resource = ''] = /\/issue\/([^/]+)\/(comment|transitions|watchers|attachments)$/.exec(path) ?? [];
    if (resource === 'comment') return method === 'GET' ? this.listComments(key) : this.comment(key, body);
    if (resource === 'transitions') return method === 'GET' ? this.transitions(key) : this.transition(key, body);
    if (resource === 'watchers') return this.add(key, 'watcher', String(body), { status: 204 });
    if (resource === 'attachments') return this.add(key, 'attachment', file?.filename ?? '', { status: 200, json: [{ filename: file?.filename ?? '' }] });
    return undefined;
  }

  /** The fields of a ticket that are kept here. */
  fieldsOf(key: string): JsonObject {
    const links = this.of(key, 'link').map(({ what }) => ({ type: { name: 'Blocks', inward: 'is blocked by', outward: 'blocks' }, outwardIssue: { key: what } }));
    const attachment = this.of(key, 'attachment').map(({ at, what }) => ({ filename: what, size: 4, created: new Date(at).toISOString() }));
    return { status: { name: this.statusOf(key) }, issuelinks: links, attachment };
  }

  private of(key: string, kind: Addition['kind']): Addition[] {
    return this.ledger.filter((line) => line.key === key && line.kind === kind);
  }

  private add(key: string, kind: Addition['kind'], what: string, answer: Answer): Answer {
    this.ledger.push({ at: this.now(), key, kind, what });
    return answer;
  }

  private comment(key: string, body: Json | undefined): Answer {
    const comment = isObject(body) ? body : {};
    const list = this.comments.get(key) ?? [];
    const made = { id: String(list.length + 1), created: new Date(this.now()).toISOString(), ...comment };
    this.comments.set(key, [...list, made]);
    return this.add(key, 'comment', String(comment['body']), { status: 201, json: made });
  }

  private listComments(key: string): Answer {
    const comments = this.comments.get(key) ?? [];
    return { status: 200, json: { startAt: 0, maxResults: 1_000, total: comments.length, comments } };
  }

  private link(body: Json | undefined): Answer {
    const [from, to] = ['inwardIssue', 'outwardIssue'].map((end) => (isObject(body) && isObject(body[end]) ? String(body[end]['key']) : ''));
    return this.add(from ?? '', 'link', to ?? '', { status: 201 });
  }

  private statusOf(key: string): string {
    return this.status.get(key) ?? 'Open';
  }

  private transitions(key: string): Answer {
    const all = [
      { id: '11', name: 'Start', to: { name: 'In Progress' }, fields: {} },
      { id: '21', name: 'Resolve', to: { name: 'Resolved' }, fields: { resolution: { required: true, name: 'Resolution', schema: { type: 'resolution' } } } },
    ];
    const open: Record<string, number[]> = { Open: [0, 1], 'In Progress': [1], Resolved: [] };
    return { status: 200, json: { transitions: (open[this.statusOf(key)] ?? []).map((index) => all[index] as Json) } };
  }

  private transition(key: string, body: Json | undefined): Answer {
    const id = isObject(body) && isObject(body['transition']) ? body['transition']['id'] : '';
    const to = id === '11' ? 'In Progress' : 'Resolved';
    this.status.set(key, to);
    return this.add(key, 'transition', to, { status: 204 });
  }
}
