import type { JsonObject } from '../ticket/json';
import type { Context } from './context';
import type { Named } from './projects';

export interface Status extends Named {
  category: StatusCategory;
}

interface StatusCategory {
  id: number;
  key: string;
  name: string;
  colorName: string;
}

export interface Transition extends Named {
  from: string[];
  to: string;
  /** Fields on its screen, all of them required. */
  screen: string[];
}

const TO_DO: StatusCategory = { id: 2, key: 'new', name: 'To Do', colorName: 'blue-gray' };
const IN_PROGRESS: StatusCategory = { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'yellow' };
const DONE: StatusCategory = { id: 3, key: 'done', name: 'Done', colorName: 'green' };

export const STATUSES: Status[] = [
  { id: '10000', name: 'To Do', category: TO_DO },
  { id: '3', name: 'In Progress', category: IN_PROGRESS },
  { id: '10001', name: 'Done', category: DONE },
];

const TRANSITIONS: Transition[] = [
  { id: '11', name: 'Start Progress', from: ['10000'], to: '3', screen: [] },
  { id: '21', name: 'Stop Progress', from: ['3'], to: '10000', screen: [] },
  { id: '31', name: 'Done', from: ['10000', '3'], to: '10001', screen: ['resolution'] },
  { id: '41', name: 'Reopen', from: ['10001'], to: '10000', screen: [] },
];

export const FIRST_STATUS = '10000';

export function transitionsFrom(status: string): Transition[] {
  return TRANSITIONS.filter(({ from }) => from.includes(status));
}

export function statusOf(id: string): Status {
  const status = STATUSES.find((one) => one.id === id);
  if (status === undefined) throw new Error(`The sandbox's workflow has no status ${id}.`);
  return status;
}

export function statusJson({ id, name, category }: Status, { base, rest }: Context): JsonObject {
  return {
    self: `${rest}/status/${id}`,
    description: '',
    iconUrl: `${base}/images/status.svg`,
    name,
    id,
    statusCategory: { self: `${rest}/statuscategory/${category.id}`, ...category },
  };
}
