import type { TextFormat } from './command';
import type { JsonObject } from './json';

/**
 * What Jira's metadata says of one field, in the words of its `schema` object
 * (create metadata and `GET field` have the same `type`, `items`, `system`, `custom`).
 */
export interface FieldSchema {
  /** `summary`, `customfield_10010` … */
  id: string;
  /** Display name: `Summary`, `Story Points` … */
  name: string;
  /** `string`, `number`, `option`, `option-with-child`, `array`, `user`, `date` … */
  type: string;
  /** Element type where `type` is `array`. */
  items?: string;
  /** `com.atlassian.jira.plugin.system.customfieldtypes:select` … */
  custom?: string;
  required?: boolean;
  /** Jira fills it in where a create says nothing. */
  hasDefault?: true;
  /** It is on the create screen of the project and issue type that the metadata was read for. */
  onCreateScreen?: true;
  /** As Jira lists them: `{ id, name | value | key, children? … }`. */
  allowedValues?: JsonObject[];
}

/** The fields that a command may name. */
export interface FieldCatalog {
  fields: FieldSchema[];
  /** true: this is all Jira knows, so that any other name is an error. false: the built-in table, other names go as they are. */
  complete: boolean;
}

/** How this Jira wants what depends on its version. */
export interface Dialect {
  /** Users by `name` (Server, Data Center) or `accountId` (Cloud). */
  users: 'name' | 'accountId';
  /** Rich text as a string (API v2) or as an Atlassian document (API v3). */
  text: 'string' | 'document';
  /** What text is: see {@link Command.textFormat}; plain by default. */
  textFormat?: TextFormat;
  /** Whom a text means: the account id or the user name; the text itself by default. */
  person?: (field: FieldSchema, text: string) => string;
  /** Ids of fields whose values' names Jira has refused: their ids are sent instead. */
  byId?: ReadonlySet<string>;
  /** IANA time zone in which dates and times without an offset are meant. */
  timezone: string;
}
