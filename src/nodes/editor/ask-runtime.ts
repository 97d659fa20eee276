/** Words of a runtime that go on and on are no sentence. */
const longest = 500;

/** Why the runtime did not do what it was asked for, in words for people. What it says itself is text of others: never HTML. */
export class Refused extends Error {
  /** @param status HTTP's; 0 where there was no answer */
  constructor(
    readonly status: number,
    statusText = '',
    said?: unknown,
  ) {
    super(wordsOf(status, statusText, said));
  }
}

/**
 * Asks the runtime's admin API. Paths are relative, as in `jira-tickets/…`: the editor adds its root, and its token to the request.
 *
 * @throws {Refused}
 */
export function askRuntime<T>(path: string, body?: object): Promise<T> {
  const sent = body === undefined ? {} : { type: 'POST', contentType: 'application/json', data: JSON.stringify(body) };
  return new Promise((resolve, reject) => {
    $.ajax({
      url: path,
      dataType: 'json',
      ...sent,
      success: resolve,
      error: ({ status, statusText, responseJSON }) => reject(new Refused(status, statusText, (responseJSON as { message?: unknown } | undefined)?.message)),
    });
  });
}

/** A question's parameters: `fields?project=NET`. */
export function withQuery(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query).toString()}`;
}

function wordsOf(status: number, statusText: string, said: unknown): string {
  const words = (key: string, values: Record<string, string | number> = {}): string => RED._(`node-red-contrib-jira-tickets/jira-config:jira-config.admin.${key}`, values);
  switch (status) {
    case 0:
      return words('noAnswer');
    case 401:
    case 403:
      return words('notAllowed');
    case 404:
      return words('notDeployed');
    default:
      return typeof said === 'string' && said !== '' ? said.slice(0, longest) : words('unexpected', { status, words: statusText });
  }
}
