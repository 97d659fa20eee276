import { projectOf } from '../../ticket/request-id';
import type { JiraRequest } from '../http';
import type { StepContext } from './step-context';
import { issuePath } from './step-context';

/**
 * Somebody who watches already is none the worse for it: it can be repeated.
 *
 * @throws {TicketError} INVALID_FIELD where nobody, or more than one, is meant
 */
export async function watcherRequest(user: string, context: StepContext): Promise<JiraRequest> {
  const id = await context.people.find('watcher', user, projectOf(context.key));
  return { method: 'POST', path: issuePath(context, 'watchers'), body: id };
}
