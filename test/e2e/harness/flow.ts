import { readFileSync } from 'node:fs';

/** A node as a flow file has it. */
export interface FlowNode {
  id: string;
  type: string;
  z?: string;
  name?: string;
  wires?: string[][];
  [property: string]: unknown;
}

export function readFlow(file: string): FlowNode[] {
  return JSON.parse(readFileSync(file, 'utf8')) as FlowNode[];
}

/** The one node of this type, and of this name where several are of it. */
export function nodeOf(flow: readonly FlowNode[], type: string, name?: string): FlowNode {
  const found = flow.filter((node) => node.type === type && (name === undefined || node.name === name));
  const [node] = found;
  if (node === undefined || found.length > 1) throw new Error(`Expected one ${type} ${name ?? ''} in the flow, found ${found.length}.`);
  return node;
}

/** A flow that answers `GET path` with what `through` sends for the request. */
export function answering(path: string, tab: string, through: FlowNode): FlowNode[] {
  return [
    { id: `${through.id}-in`, type: 'http in', z: tab, url: path, method: 'get', wires: [[through.id]] },
    { ...through, z: tab, wires: [[`${through.id}-out`]] },
    { id: `${through.id}-out`, type: 'http response', z: tab, wires: [] },
  ];
}

/** The same for `POST path` with a message as its JSON; what fails is answered with the message that the Catch node gets. */
export function taking(path: string, tab: string, through: FlowNode): FlowNode[] {
  const id = through.id;
  return [
    { id: `${id}-in`, type: 'http in', z: tab, url: path, method: 'post', wires: [[`${id}-message`]] },
    { id: `${id}-message`, type: 'function', z: tab, func: 'return Object.assign(msg, msg.payload);', outputs: 1, wires: [[id]] },
    { ...through, z: tab, wires: [[`${id}-outcome`]] },
    { id: `${id}-catch`, type: 'catch', z: tab, scope: [id], wires: [[`${id}-outcome`]] },
    { id: `${id}-outcome`, type: 'function', z: tab, func: outcome, outputs: 1, wires: [[`${id}-out`]] },
    { id: `${id}-out`, type: 'http response', z: tab, wires: [] },
  ];
}

const outcome = 'msg.payload = { row: msg.payload, code: msg.error ? msg.error.code : "" }; return msg;';
