import type { FieldContext } from './context';
import { isObject } from '../ticket/json';
import type { FieldKind } from './field-kind';
import { FieldProblem, SET, keptOne, text } from './field-kind';
import type { Ticket } from './ticket-store';

const NO_ISSUE = 'Could not find issue by id or key.';

/** The issue that a sub-task is part of; on Cloud also the epic of any other. Kept as its id. */
export const parent: FieldKind = {
  schema: () => ({ type: 'issuelink' }),
  operations: SET,
  read(value, context) {
    if (!isObject(value)) throw new FieldProblem('data was not an object');
    const found = context.store.find(text(value['key'] ?? value['id'] ?? null));
    if (found === undefined) throw new FieldProblem(NO_ISSUE);
    if (context.type.subtask && found.project.id !== context.project.id) {
      throw new FieldProblem('Sub-tasks must be created in the same project as the parent.', 'project');
    }
    if (context.type.subtask ? found.type.subtask : found.type.name !== 'Epic') {
      throw new FieldProblem('Given parent issue does not belong to appropriate hierarchy.');
    }
    return found.id;
  },
  write: (kept, { rest, store }) => ({ id: kept, key: keyOf(store.find(String(kept)), kept), self: `${rest}/issue/${String(kept)}` }),
  words: (kept, { store }) => keyOf(store.find(String(kept)), kept),
};

/** `com.pyxis.greenhopper.jira:gh-epic-link`: the epic's key. */
export const epicLink: FieldKind = {
  schema: () => ({ type: 'any' }),
  operations: SET,
  read(value, { store }) {
    const epic = store.find(text(value));
    if (epic === undefined || epic.type.name !== 'Epic') throw new FieldProblem(NO_ISSUE);
    return epic.key;
  },
  write: (kept) => kept,
  words: String,
};

const SPRINTS = [
  { id: '11', name: 'Sprint 11', state: 'closed' },
  { id: '12', name: 'Sprint 12', state: 'active' },
  { id: '13', name: 'Sprint 13', state: 'future' },
];

/** `com.pyxis.greenhopper.jira:gh-sprint`: set by number, given back in a list, which on servers is of printed Java objects. */
export const sprint: FieldKind = {
  schema: ({ traits }: FieldContext) => ({ type: 'array', items: traits.cloud ? 'json' : 'string' }),
  operations: SET,
  read(value) {
    if (typeof value !== 'number') throw new FieldProblem('Number value expected as the Sprint id.');
    const found = SPRINTS.find(({ id }) => id === String(value));
    if (found === undefined) throw new FieldProblem(`Sprint with id '${value}' does not exist or you do not have permission to view it.`);
    return found.id;
  },
  write(kept, { traits }) {
    const { id, name, state } = keptOne(SPRINTS, kept);
    if (traits.cloud) return [{ id: Number(id), name, state, boardId: 1 }];
    return [`com.atlassian.greenhopper.service.sprint.Sprint@1[id=${id},rapidViewId=1,state=${state.toUpperCase()},name=${name}]`];
  },
  words: (kept) => keptOne(SPRINTS, kept).name,
};

/** A parent may have been deleted since. */
function keyOf(ticket: Ticket | undefined, kept: unknown): string {
  return ticket?.key ?? String(kept);
}
