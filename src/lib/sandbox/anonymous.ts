import type { Answer } from './refusal';
import type { Traits } from './versions';

/**
 * What somebody gets who is not logged in, from projects that are not public; undefined where that makes no difference. A server
 * asks for a login; Cloud answers as if nothing were there.
 *
 * @param path below `rest/api/2/`
 */
export function anonymousAnswer(method: string, path: string, { cloud }: Traits): Answer | undefined {
  if (path === 'serverInfo') return undefined;
  if (!cloud) return { status: 401, json: { errorMessages: ['Login Required'], errors: {} } };
  if (path.startsWith('search/jql')) return { status: 200, json: { issues: [], isLast: true } };
  if (['project', 'issuetype', 'priority', 'field', 'user/search'].includes(path)) return { status: 200, json: [] };
  if (path === 'issue' && method === 'POST') return { status: 400, json: { errorMessages: [], errors: { project: 'valid project is required' } } };
  if (path.startsWith('issue/')) return { status: 404, json: { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} } };
  return { status: 401, text: 'Client must be authenticated to access this resource.', type: 'text/plain;charset=UTF-8' };
}
