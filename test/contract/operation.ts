/** What a document says of a body. */
export interface Body {
  /** JSON schemas, any of which it may fit; none: the document does not say. */
  schemas: object[];
  /** Bodies that it shows: all that the oldest document tells. */
  examples: unknown[];
}

/** What a document says of one operation. */
export interface Operation {
  method: string;
  /** Below the API's own path: `issue/{issueIdOrKey}/comment`. */
  template: string;
  /** The query parameters that it knows. */
  queries: Set<string>;
  body: Body;
  /** Media types of the body; absent: the document does not say. */
  types?: string[];
  /** By status: the statuses that it knows. */
  answers: Map<number, Body>;
}
