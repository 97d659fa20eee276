import type { Refusal } from './reason';

/**
 * Asks the runtime's admin API. Paths are relative, as in `jira-tickets/…`: the editor adds its root, and its token to the request.
 *
 * @throws {Refusal}
 */
export function askRuntime<T>(path: string, body?: object): Promise<T> {
  const sent = body === undefined ? {} : { data: JSON.stringify(body), contentType: 'application/json' };
  return new Promise((resolve, reject) => {
    $.ajax({
      url: path,
      type: body === undefined ? 'GET' : 'POST',
      dataType: 'json',
      ...sent,
      success: resolve,
      error: (refusal: Refusal) => reject(refusal),
    });
  });
}

/** A question's parameters: `fields?project=NET`. */
export function withQuery(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query).toString()}`;
}
