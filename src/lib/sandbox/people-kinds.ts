import type { Json } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { FieldKind } from './field-kind';
import { FieldProblem, SET, textOf } from './field-kind';
import { GROUPS, personJson } from './people';
import type { Person } from './people';

/** By `accountId` (or `id`) on Cloud, by `name` on servers. Kept by account id. */
export const user: FieldKind = {
  schema: () => ({ type: 'user' }),
  operations: SET,
  read(value, { people, traits }) {
    if (!isObject(value)) throw new FieldProblem('expected Object');
    const property = traits.cloud ? 'accountId' : 'name';
    const given = value[property] ?? (traits.cloud ? value['id'] : undefined);
    if (given === undefined) throw new FieldProblem(`expected Object containing a '${property}' property`);
    const sought = textOf(property, given);
    const one = traits.cloud ? people.byAccountId(sought) : people.byName(sought);
    if (one === undefined) throw new FieldProblem(`User '${sought}' does not exist.`);
    return one.accountId;
  },
  write: (kept, context) => personJson(context.people.byAccountId(String(kept)) as Person, context),
  words: (kept, { people }) => (people.byAccountId(String(kept)) as Person).displayName,
};

export const group: FieldKind = {
  schema: () => ({ type: 'group' }),
  operations: SET,
  read(value: Json) {
    if (!isObject(value)) throw new FieldProblem('expected Object');
    if (value['name'] === undefined) throw new FieldProblem("expected Object containing a 'name' property");
    const name = textOf('name', value['name']);
    if (!GROUPS.includes(name)) throw new FieldProblem(`Could not find group with name '${name}'`);
    return name;
  },
  write: (kept, { rest }) => ({ name: kept, self: `${rest}/group?groupname=${encodeURIComponent(String(kept))}` }),
  words: String,
};
