import { z } from 'zod';
import type { Address } from './address';
import { askFor } from './ask';
import { createTypes } from './create-metadata';
import type { Flavour } from './flavour';
import type { JiraPort } from './http';
import { Remembered } from './remembered';

/** A project or an issue type, for a person to choose. */
export interface Place {
  /** What a command calls it: the key of a project, the name of an issue type. */
  value: string;
  name: string;
}

const Projects = z.array(z.looseObject({ key: z.string(), name: z.string().catch('') }));
const Page = z.looseObject({ values: Projects, isLast: z.boolean().catch(true) });

const tenMinutes = 600_000;
const oneMinute = 60_000;
const pageSize = 50;
const mostPages = 40;
const mostProjects = pageSize * mostPages;

/** Which projects this user sees, and which types of tickets can be created in each; remembered for ten minutes. */
export class Places {
  private readonly known: Remembered<Place[]>;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    private readonly flavour: () => Promise<Flavour>,
    clock: { now(): number },
  ) {
    this.known = new Remembered(clock);
  }

  /** At most 2,000; none where Jira does not tell. @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now */
  projects(): Promise<Place[]> {
    return this.known.get('', async () => {
      const found = ((await this.flavour()).cloud ? await this.pages() : undefined) ?? (await this.ask('project', {}, Projects)) ?? [];
      return lasting(found.slice(0, mostProjects).map(({ key, name }) => ({ value: key, name })));
    });
  }

  /** @param project key or id @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now */
  issueTypes(project: string): Promise<Place[]> {
    return this.known.get(`types ${project.toLowerCase()}`, async () => {
      const types = await createTypes(this.port, this.address, await this.flavour(), project);
      return lasting((types ?? []).map(({ name }) => ({ value: name, name })));
    });
  }

  /** Cloud gives its projects in pages. */
  private async pages(): Promise<z.infer<typeof Projects> | undefined> {
    const all: z.infer<typeof Projects> = [];
    for (let page = 0; page < mostPages; page += 1) {
      const read = await this.ask('project/search', { startAt: all.length, maxResults: pageSize }, Page);
      if (read === undefined) return page === 0 ? undefined : all;
      for (const project of read.values) all.push(project);
      if (read.isLast || read.values.length === 0 || all.length >= mostProjects) break;
    }
    return all;
  }

  private ask<T>(resource: string, query: Record<string, number>, schema: z.ZodType<T>): Promise<T | undefined> {
    return askFor(this.port, this.address, schema, `${this.address.apiPath}/${resource}`, query);
  }
}

function lasting(value: Place[]): { value: Place[]; ttlMs: number } {
  return { value, ttlMs: value.length === 0 ? oneMinute : tenMinutes };
}
