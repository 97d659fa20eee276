import type { Node, NodeAPI } from 'node-red';
import { TicketError } from '../../lib/ticket/error';
import type { Message } from './node-types';

/**
 * A message that can be read without harm: itself, or what of it can be read. To read what cannot be throws a TicketError: without its
 * fields or its filter a message would ask for something else.
 */
export function readable(message: Message): Message {
  if (isWritable(message)) return message;
  const names = namesOf(message);
  if (names === undefined) throw new TicketError('INVALID_COMMAND', 'The message cannot be read: its properties cannot be listed. Send a plain object.');
  const parts = partsOf(message);
  for (const name of names) {
    if (!Object.hasOwn(parts, name)) Object.defineProperty(parts, name, { get: () => unreadable(name) });
  }
  return parts;
}

/**
 * A message that can be answered with: itself, or a copy where it cannot be written to, or cannot be cloned and is going to be.
 *
 * @param cloned whether Node-RED will clone it, as it does for a Catch node. Cloning what goes on as it is would take its time for nothing.
 */
export function answerable(RED: NodeAPI, message: Message, cloned: boolean): Message {
  return isWritable(message) && (!cloned || clone(RED, message) !== undefined) ? message : copyOf(RED, message);
}

/** Whether Node-RED clones what this node sends, as it does for every wire but the first. */
export function clonesOutput(node: Node): boolean {
  const { wires = [] } = node as Node & { wires?: string[][] };
  return wires.flat().length > 1;
}

/** A copy that can be written to; a property that cannot be read or cloned is left out. */
export function copyOf(RED: NodeAPI, message: Message): Message {
  const parts = partsOf(message);
  return clone(RED, parts) ?? Object.assign({}, ...Object.entries(parts).map(([name, value]) => clone(RED, { [name]: value } as Message)));
}

/** Whether a message asks what would be sent, and not for it to be sent. */
export function isDryRun(message: Message): boolean {
  return message['dryRun'] === true;
}

/** Whether a payload can be put into this message itself. */
function isWritable(message: Message): boolean {
  try {
    const payload = message.payload;
    message.payload = payload;
    // A getter that throws would throw at whoever gets the message.
    for (const name of Object.keys(message)) void message[name];
    return Object.isExtensible(message);
  } catch {
    return false;
  }
}

/** Whoever put a getter there that throws does not get its value. */
function partsOf(message: Message): Message {
  const parts: Record<string, unknown> = {};
  for (const name of namesOf(message) ?? []) {
    try {
      parts[name] = message[name];
    } catch {
      // Left out.
    }
  }
  return parts as Message;
}

/** undefined: a proxy need not even say what it has. */
function namesOf(message: Message): string[] | undefined {
  try {
    return Object.keys(message);
  } catch {
    return undefined;
  }
}

function unreadable(name: string): never {
  throw new TicketError('INVALID_COMMAND', `msg.${name} cannot be read: its getter throws. Set it to a plain value before this node.`);
}

function clone(RED: NodeAPI, message: Message): Message | undefined {
  try {
    // Not the message itself: where cloning throws, Node-RED leaves it without its req and res.
    return RED.util.cloneMessage({ ...message });
  } catch {
    return undefined;
  }
}
