import type { Json } from './json';

/** Where a ticket belongs, as far as is said. */
export interface Place {
  /** Key or id. */
  project?: string;
  /** Name or id. */
  issuetype?: string;
}

export type Action = 'CREATE' | 'UPDATE';

/** Manual: asked for through a jira-create; Automatic: by a jira-advanced, or a node that acts by itself. */
export type Origin = 'Manual' | 'Automatic';

/**
 * Field name (id or display name) → what was asked for. A string is text, and the field's schema decides what it becomes;
 * any other JSON value is sent as it is where the schema allows it. Has no prototype.
 */
export type Fields = Record<string, Json>;

/** What the text of descriptions and comments is: literal, Markdown, or what this Jira takes as it is (wiki markup, on API v2). */
export type TextFormat = 'plain' | 'markdown' | 'wiki';

/** One CREATE or UPDATE on its way to Jira. */
export interface Command {
  /** A UUID of our own: the log row's id, and what the marker in Jira carries. */
  id: string;
  /** The request's id: a lower-case GUID, an issue key (UPDATE), or any 1–128 printable characters. */
  guid: string;
  action: Action;
  type: Origin;
  /** And steps under the names that steps.ts lists. */
  fields: Fields;
  /**
   * The names in `fields` that only the ticket table gives. Which of them mean a field that the command names otherwise, by its id or
   * by its display name, is known where Jira's names are: there the command's own counts. The first journals have none.
   */
  fromTable?: string[];
  /** plain by default. */
  textFormat?: TextFormat;
  /** Id of the Node-RED node that took it, which its outcome is told to. */
  node: string;
  /** When it was asked for, ISO 8601 in UTC. */
  time: string;
  /** For an UPDATE: project and issue type of the table it came from, to read the field schemas and look up the guid. */
  base?: Place;
}
