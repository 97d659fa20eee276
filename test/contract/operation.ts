/** What a document says of one operation. */
export interface Operation {
  method: string;
  /** Below the API's own path: `issue/{issueIdOrKey}/comment`. */
  template: string;
  /** The query parameters that it knows. */
  queries: Set<string>;
  /** JSON schemas of the body, any of which it may fit; none: the document does not say. */
  schemas: object[];
  /** Bodies that it shows: all that the oldest document tells. */
  examples: unknown[];
  /** Media types of the body; absent: the document does not say. */
  types?: string[];
}
