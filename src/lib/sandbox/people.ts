import type { JsonObject } from '../ticket/json';
import type { Context } from './context';

/** A user of this Jira. */
export interface Person {
  /** What servers know a user by. */
  name: string;
  /** What Cloud knows a user by. */
  accountId: string;
  displayName: string;
  email: string;
}

/** Two of them share a display name, as people do. */
const RESIDENTS: Person[] = [
  person('node-red', '712020:5a3f0c1e-0000-4000-8000-000000000001', 'Node-RED'),
  person('asmith', '712020:5a3f0c1e-0000-4000-8000-000000000002', 'Ann Smith'),
  person('bpeeters', '712020:5a3f0c1e-0000-4000-8000-000000000003', 'Bart Peeters'),
  person('cmeier', '712020:5a3f0c1e-0000-4000-8000-000000000004', 'Clara Meier'),
  person('cmeier2', '712020:5a3f0c1e-0000-4000-8000-000000000005', 'Clara Meier'),
  person('jdoe', '712020:5a3f0c1e-0000-4000-8000-000000000006', 'John Doe'),
];

export const GROUPS = ['jira-administrators', 'network-operations', 'radio-operations'];

function person(name: string, accountId: string, displayName: string): Person {
  return { name, accountId, displayName, email: `${name}@example.com` };
}

/** Everybody this Jira knows: its residents, and whoever logs in. */
export class People {
  readonly all = [...RESIDENTS];

  /** Who is meant by a user name or an e-mail; a new one becomes a user. Without a name: the sandbox's own user. */
  whoIs(login = 'node-red'): Person {
    const known = this.all.find(({ name, email }) => name === login || email === login);
    if (known !== undefined) return known;
    const added = person(login, `712020:${login}`, login);
    this.all.push(added);
    return added;
  }

  byName(name: string): Person | undefined {
    return this.all.find((one) => one.name === name);
  }

  byAccountId(accountId: string): Person | undefined {
    return this.all.find((one) => one.accountId === accountId);
  }

  /** Those whose name, display name or e-mail has a word that begins with this, without case. */
  search(text: string): Person[] {
    const start = text.toLowerCase();
    return this.all.filter(({ name, displayName, email }) => {
      return [name, email, displayName, ...displayName.split(' ')].some((word) => word.toLowerCase().startsWith(start));
    });
  }
}

export function personJson(one: Person, { traits, rest, base }: Context): JsonObject {
  const avatarUrls = { '48x48': `${base}/images/user.svg`, '24x24': `${base}/images/user.svg`, '16x16': `${base}/images/user.svg` };
  const common = { emailAddress: one.email, displayName: one.displayName, active: true, timeZone: 'Etc/UTC', avatarUrls };
  return traits.cloud
    ? { self: `${rest}/user?accountId=${encodeURIComponent(one.accountId)}`, accountId: one.accountId, accountType: 'atlassian', ...common }
    : { self: `${rest}/user?username=${encodeURIComponent(one.name)}`, name: one.name, ...(traits.keys ? { key: one.name } : {}), ...common };
}
