import { z } from 'zod';
import type { Address } from './address';
import { askFor } from './ask';
import type { Flavour } from './flavour';
import type { JiraPort } from './http';
import { Remembered } from './remembered';

const Suggestions = z.looseObject({ results: z.array(z.looseObject({ value: z.string() }).optional().catch(undefined)) });

const oneMinute = 60_000;
const most = 20;

/** The labels that tickets have already, for a person to choose from; remembered for a minute. */
export class Labels {
  private readonly known: Remembered<string[]>;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    private readonly flavour: () => Promise<Flavour>,
    clock: { now(): number },
  ) {
    this.known = new Remembered(clock);
  }

  /**
   * @param field id of the field: `labels`, or a custom field of that kind
   * @param text how they begin; '' for any
   * @returns at most 20; none where Jira does not tell
   * @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
   */
  suggest(field: string, text: string): Promise<string[]> {
    const start = text.toLowerCase();
    return this.known.get(JSON.stringify([field, start]), async () => {
      const { suggestions } = await this.flavour();
      return { value: suggestions ? await this.search(field, start) : [], ttlMs: oneMinute };
    });
  }

  private async search(field: string, start: string): Promise<string[]> {
    const query = { fieldName: field.replace(/^customfield_(\d+)$/, 'cf[$1]'), fieldValue: start };
    const { results = [] } = (await askFor(this.port, this.address, Suggestions, `${this.address.apiPath}/jql/autocompletedata/suggestions`, query)) ?? {};
    return results.flatMap((one) => (one === undefined ? [] : [unquoted(one.value)])).filter((label) => label !== '').slice(0, most);
  }
}

/** A value comes as a query needs it: between quotation marks where it is a word of JQL, or has more than letters and digits. */
function unquoted(value: string): string {
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replace(/\\(.)/gs, '$1');
}
