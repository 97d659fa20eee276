import { _ } from './editor-words';

/** Why the runtime did not do what it was asked for, in words for people. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Asks the runtime; relative, so that the editor adds its root, and its token to the request. @throws {Refused} */
export function ask<T>(path: string, body?: object): Promise<T> {
  return new Promise((resolve, reject) => {
    $.ajax({
      url: `jira-tickets/${path}`,
      dataType: 'json',
      cache: false,
      ...(body === undefined ? {} : { type: 'POST', contentType: 'application/json', data: JSON.stringify(body) }),
      success: resolve,
      error: ({ status, statusText, responseJSON }) => reject(new Refused(reasonOf(status, statusText, (responseJSON as { message?: string } | undefined)?.message), status)),
    });
  });
}

function reasonOf(status: number, statusText: string, message: string | undefined): string {
  switch (status) {
    case 0:
      return _('jira-sidebar.refused.noAnswer');
    case 401:
    case 403:
      return _('jira-sidebar.refused.notAllowed');
    case 404:
      return _('jira-sidebar.refused.notDeployed');
    default:
      return message ?? _('jira-sidebar.refused.unexpected', { status, words: statusText });
  }
}

/** Whether this user may do more than look. The runtime decides; this only hides what it would refuse. */
export function mayAct(): boolean {
  return RED.user.hasPermission('jira-config.write');
}
