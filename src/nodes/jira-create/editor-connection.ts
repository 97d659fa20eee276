import { askRuntime, Refused } from '../editor/ask-runtime';

/** The select has `_ADD_` for "a new one". */
export function isConnection(server: string): boolean {
  return server !== '' && server !== '_ADD_';
}

/** What is said where no connection is chosen. */
export function noConnection(node: EditorNode): Error {
  return new Error(node._('jira-create.connection.none'));
}

/**
 * Asks the runtime through the connection that the dialog shows. Nothing but the connection has to be deployed, and the words of a refusal say so.
 *
 * @param path below the connection's: `fields?project=NET`
 * @throws {Error} with words for people
 */
export async function askConnection<T>(node: EditorNode, server: string, path: string, body?: object): Promise<T> {
  if (!isConnection(server)) throw noConnection(node);
  try {
    return await askRuntime<T>(`jira-tickets/${server}/${path}`, body);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) throw new Error(node._('jira-create.connection.notDeployed'), { cause: error });
    throw error;
  }
}
