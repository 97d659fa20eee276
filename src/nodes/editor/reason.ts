/** Why the runtime did not do what it was asked for. */
export interface Refusal {
  /** HTTP's; 0 where there was no answer. */
  status: number;
  statusText: string;
  responseJSON?: { code?: string; message?: string };
}

/** @param texts where the catalog has the words: `jira-create.execute` */
export function reasonOf(node: EditorNode, texts: string, { status, statusText, responseJSON }: Refusal): string {
  switch (status) {
    case 0:
      return node._(`${texts}.noAnswer`);
    case 401:
    case 403:
      return node._(`${texts}.notAllowed`);
    case 404:
      return node._(`${texts}.notDeployed`);
    default:
      return responseJSON?.message ?? node._(`${texts}.unexpected`, { status, words: statusText });
  }
}
