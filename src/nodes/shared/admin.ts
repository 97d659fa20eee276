import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import type { ErrorCode } from '../../lib/ticket/error';
import { TicketError } from '../../lib/ticket/error';

/** What an editor asks the runtime for. Relative in the editor (`jira-tickets/…`), so that its root and its token go along. */
interface Endpoint<Q, B> {
  method: 'get' | 'post';
  /** Below the editor's root: `/jira-tickets/:id/log`. */
  path: string;
  /**
   * `….read` for looking, `….write` for executing, testing and resetting; of several, all. `flows.write` as well, for who may deploy, where it evaluates
   * what it is given or tells of people. Without adminAuth it checks nothing: no answer may hold a secret.
   */
  permission: string | readonly string[];
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** @returns what is sent as JSON @throws {TicketError} told in the answer's `message`, {@link NotDeployed} 404 */
  handle: (input: { id: string; query: Q; body: B }) => unknown;
}

/** The node that an address names is not deployed, or is of another type. */
export class NotDeployed extends Error {}

const statusOf: Partial<Record<ErrorCode, number>> = { AUTH: 502, CONFIG: 409, GAVE_UP: 503, JOURNAL: 503, QUEUE_FULL: 503 };

/**
 * Adds an endpoint to Node-RED's admin API. Its input is checked before anything is done; an error is answered as
 * `{ code, message }` and never with a stack.
 */
export function endpoint<Q = unknown, B = unknown>(RED: NodeAPI, { method, path, permission, query, body, handle }: Endpoint<Q, B>): void {
  const permitted = [permission].flat().map((one) => RED.auth.needsPermission(one));
  RED.httpAdmin[method](path, ...permitted, (request, response) => {
    // What a moment ago was so is of no use to a dialog.
    response.set('Cache-Control', 'no-store');
    const answer = async (): Promise<unknown> =>
      handle({
        id: String(request.params['id'] ?? ''),
        query: checked(query, request.query, 'query'),
        body: checked(body, request.body ?? {}, 'body'),
      });
    answer().then(
      (result) => response.json(result ?? {}),
      (error: unknown) => {
        if (error instanceof NotDeployed) response.status(404).json({ code: 'NOT_DEPLOYED', message: error.message });
        else if (error instanceof TicketError) response.status(statusOf[error.code] ?? 400).json({ code: error.code, message: error.message });
        else {
          RED.log.error(`${method.toUpperCase()} ${path}: ${(error as Error).message}`);
          response.status(500).json({ code: 'INTERNAL', message: 'Unexpected error; Node-RED\'s log has more.' });
        }
      },
    );
  });
}

function checked<T>(schema: z.ZodType<T> | undefined, value: unknown, where: string): T {
  if (schema === undefined) return undefined as T;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TicketError('INVALID_COMMAND', `${[where, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'cannot be read'}`);
}
