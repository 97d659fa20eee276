import { z } from 'zod';
import { TicketError } from '../ticket/error';
import { excerpt } from '../ticket/excerpt';
import type { FieldSchema } from '../ticket/field-schema';
import type { Json } from '../ticket/json';
import type { Address } from './address';
import { ask, isOk } from './ask';
import { readField } from './field-entry';
import type { Flavour } from './flavour';
import type { JiraPort, JiraRequest } from './http';
import { segmentOf } from './segment';

/** Which fields the create screen of this project and issue type has. */
export interface CreateScreen {
  /** Key or id. */
  project: string;
  /** Name or id. */
  issuetype: string;
}

type Get = (path: string, query: NonNullable<JiraRequest['query']>) => Promise<Json | undefined>;
/** `gone`: this Jira does not have the resource, or not for this project; ask the other one. */
type Route = (get: Get, screen: CreateScreen) => Promise<FieldSchema[] | undefined | 'gone'>;

const MOST_PAGES = 100;
/** What Data Center gives unasked; Cloud allows up to 200. */
const PAGE_SIZE = 50;
/** Whoever gives more than was asked for of each page would keep Node-RED busy with them. */
const MOST_ENTRIES = MOST_PAGES * PAGE_SIZE;

const id = z.union([z.string(), z.number().transform(String)]);
const IssueType = z.looseObject({ id, name: z.string().catch(''), untranslatedName: z.string().optional().catch(undefined) });
const TypeWithFields = IssueType.extend({ fields: z.record(z.string(), z.unknown()).catch({}) });
const Project = z.looseObject({ id: id.catch(''), key: z.string().catch(''), issuetypes: z.array(TypeWithFields).catch([]) });
const Projects = z.looseObject({ projects: z.array(Project) });
const Page = z.looseObject({
  issueTypes: z.array(z.unknown()).optional(),
  fields: z.array(z.unknown()).optional(),
  values: z.array(z.unknown()).optional(),
  total: z.number().optional().catch(undefined),
  isLast: z.boolean().optional().catch(undefined),
});

/**
 * The fields of a create screen, from the resource that this version has, or else from the other one: paged resources from 8.4 on
 * and on Cloud, `issue/createmeta` before (gone in 9). undefined where there is no such project or type, or no permission.
 *
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} failed login, 429, 5xx
 * @throws {TicketError} INVALID_FIELD where no project can be named so
 */
export async function createFields(
  port: JiraPort,
  address: Address,
  flavour: Flavour,
  screen: CreateScreen,
): Promise<FieldSchema[] | undefined> {
  const get = getter(port, address);
  for (const route of hasPages(flavour) ? [paged, whole] : [whole, paged]) {
    const fields = await route(get, screen);
    if (fields !== 'gone') return fields;
  }
  return undefined;
}

/**
 * The types of tickets that this user may create in a project, in Jira's order; undefined where there is no such project, or no permission.
 *
 * @param project key or id
 * @throws as {@link createFields}
 */
export async function createTypes(port: JiraPort, address: Address, flavour: Flavour, project: string): Promise<Array<{ id: string; name: string }> | undefined> {
  const get = getter(port, address);
  const inPages = async () => (await allPages(get, pagesOf(project)))?.flatMap((entry) => IssueType.safeParse(entry).data ?? []);
  const inOne = () => typesOf(get, inProject(project));
  for (const route of hasPages(flavour) ? [inPages, inOne] : [inOne, inPages]) {
    const types = await route();
    if (types !== undefined) return types.map(({ id: typeId, name }) => ({ id: typeId, name }));
  }
  return undefined;
}

function getter(port: JiraPort, address: Address): Get {
  return async (path, query) => {
    const answer = await ask(port, address, { method: 'GET', path: `${address.issuePath}/createmeta${path}`, query });
    return isOk(answer) ? answer.json : undefined;
  };
}

function hasPages({ cloud, version: [major = Infinity, minor = 0] }: Flavour): boolean {
  return cloud || major > 8 || (major === 8 && minor >= 4);
}

const paged: Route = async (get, { project, issuetype }) => {
  const path = pagesOf(project);
  const types = await allPages(get, path);
  if (types === undefined) return 'gone';
  const type = matching(types.flatMap((entry) => IssueType.safeParse(entry).data ?? []), issuetype);
  const part = type && segmentOf(type.id);
  if (part === undefined) return undefined;
  const fields = await allPages(get, `${path}/${part}`);
  return fields && once(fields.map((entry) => readField(entry)));
};

/** Every entry of all pages, 5,000 at most; undefined where one is refused or no page at all: a part of a screen must not be taken for all of it. */
async function allPages(get: Get, path: string): Promise<unknown[] | undefined> {
  const all: unknown[] = [];
  for (let page = 0; page < MOST_PAGES && all.length < MOST_ENTRIES; page += 1) {
    const read = Page.safeParse(await get(path, { startAt: all.length, maxResults: PAGE_SIZE })).data;
    const entries = read?.values ?? read?.issueTypes ?? read?.fields;
    if (read === undefined || entries === undefined) return undefined;
    for (const entry of entries.slice(0, MOST_ENTRIES - all.length)) all.push(entry);
    if (entries.length === 0 || read.isLast === true || (read.isLast === undefined && all.length >= (read.total ?? 0))) break;
  }
  return all;
}

/** The filter by name minds the case, so a type that it does not find is looked for in the list of all. */
const whole: Route = async (get, { project, issuetype }) => {
  const within = inProject(project);
  const expand = 'projects.issuetypes.fields';
  const filtered = await typesOf(get, { ...within, [isId(issuetype) ? 'issuetypeIds' : 'issuetypeNames']: issuetype, expand });
  if (filtered === undefined) return 'gone';
  const found = matching(filtered, issuetype) ?? (await unfiltered());
  return found && once(Object.entries(found.fields).map(([key, entry]) => readField(entry, key)));

  async function unfiltered() {
    const type = matching((await typesOf(get, within)) ?? [], issuetype);
    return type && matching((await typesOf(get, { ...within, issuetypeIds: type.id, expand })) ?? [], type.id);
  }
};

/** The issue types of the one project that was asked for; none where the project is not among the answer. */
async function typesOf(get: Get, query: Record<string, string>): Promise<Array<z.infer<typeof TypeWithFields>> | undefined> {
  const projects = Projects.safeParse(await get('', query)).data?.projects;
  if (projects === undefined) return undefined;
  return projects.find((project) => project.id === query['projectIds'] || same(project.key, query['projectKeys'] ?? ''))?.issuetypes ?? [];
}

/** @throws {TicketError} INVALID_FIELD where no project can be named so */
function pagesOf(project: string): string {
  const part = segmentOf(project);
  if (part === undefined) throw new TicketError('INVALID_FIELD', `Field project: expected the key or id of a project, such as NET, got ${excerpt(project)}. Use one that Jira lists.`, 'project');
  return `/${part}/issuetypes`;
}

function inProject(project: string): Record<string, string> {
  return { [isId(project) ? 'projectIds' : 'projectKeys']: project };
}

/** By id, by name, by name without case, by the name that it has in Jira's own language: the first that fits. */
function matching<T extends z.infer<typeof IssueType>>(types: T[], wanted: string): T | undefined {
  const fits = [(type: T) => type.id === wanted, (type: T) => type.name === wanted, (type: T) => same(type.name, wanted), (type: T) => same(type.untranslatedName ?? '', wanted)];
  return fits.map((fit) => types.find(fit)).find((type) => type !== undefined);
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function isId(text: string): boolean {
  return /^\d+$/.test(text);
}

function once(fields: Array<FieldSchema | undefined>): FieldSchema[] {
  const byId = new Map<string, FieldSchema>();
  for (const field of fields) if (field !== undefined && !byId.has(field.id)) byId.set(field.id, field);
  return [...byId.values()];
}
