import type { NodeAPI } from 'node-red';
import type { Message } from './node-types';

/** Whether a payload can be put into this message itself. */
export function isWritable(message: Message): boolean {
  try {
    const payload = message.payload;
    message.payload = payload;
    // Node-RED clones what goes to a Catch node: a getter that throws would throw there.
    for (const name of Object.keys(message)) void message[name];
    return Object.isExtensible(message);
  } catch {
    return false;
  }
}

/** Whether a message asks what would be sent, and not for it to be sent. */
export function isDryRun(message: Message): boolean {
  try {
    return message['dryRun'] === true;
  } catch {
    return false;
  }
}

/** A copy that can be written to; a property that cannot be read is left out. */
export function copyOf(RED: NodeAPI, message: Message): Message {
  const readable: Record<string, unknown> = {};
  for (const name of Object.keys(message)) {
    try {
      readable[name] = message[name];
    } catch {
      // Whoever put a getter there that throws does not get its value.
    }
  }
  try {
    return RED.util.cloneMessage(readable as Message);
  } catch {
    return { ...readable } as Message;
  }
}
