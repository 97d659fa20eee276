import { attachmentRoutes } from './attachment-routes';
import type { Route } from './call';
import { commentRoutes } from './comment-routes';
import { metadataRoutes } from './create-metadata';
import { directoryRoutes } from './directory-routes';
import { issueRoutes } from './issue-routes';
import { linkRoutes } from './link-routes';
import { permissionRoutes } from './permission-routes';
import { propertyRoutes } from './property-routes';
import { searchRoutes } from './search-routes';
import { transitionRoutes } from './transition-routes';
import type { Traits } from './versions';
import { watcherRoutes } from './watcher-routes';

/** `issue/createmeta` comes before `issue/{issue}`: a version that lacks it takes it for a ticket's key, as Jira does. */
export const ROUTES: readonly Route[] = [
  ...metadataRoutes,
  ...directoryRoutes,
  ...permissionRoutes,
  ...searchRoutes,
  ...propertyRoutes,
  ...commentRoutes,
  ...transitionRoutes,
  ...watcherRoutes,
  ...linkRoutes,
  ...attachmentRoutes,
  ...issueRoutes,
];

export interface Routed {
  route: Route;
  params: Record<string, string>;
}

/**
 * The route of a path.
 *
 * @param segments below `rest/api/2/`, decoded
 * @returns `path`: there is none; `method`: there is one, but for other methods
 */
export function routeOf(method: string, segments: string[], traits: Traits): Routed | 'path' | 'method' {
  let reason: 'path' | 'method' = 'path';
  for (const route of ROUTES) {
    if (route.exists?.(traits) === false) continue;
    const params = match(route.path.split('/'), segments);
    if (params === undefined) continue;
    if (route.method === method) return { route, params };
    reason = 'method';
  }
  return reason;
}

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, part] of pattern.entries()) {
    const segment = segments[place] as string;
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
