import type { Node, NodeAPI } from 'node-red';
import { copyOf, isWritable } from './message';
import type { Done, Message, Send } from './node-types';

/**
 * The one way messages come into a node. Whatever goes wrong ends the message, and never escapes: a rejection that nobody
 * handles ends the whole of Node-RED.
 *
 * @param handle gets a message that can be read without harm, and the one that came, to be answered
 */
export function onInput(RED: NodeAPI, node: Node, handle: (message: Message, original: Message, send: Send, done: Done) => Promise<void>): void {
  node.on('input', (received, send, done) => {
    const original = received as Message;
    const message = isWritable(original) ? original : copyOf(RED, original);
    handle(message, original, send, done).catch((error: unknown) => fail(node, original, message, error as Error, done));
  });
}

/**
 * Ends a message with an error: it reaches the Catch node once, with the message as it is in `told`.
 *
 * @param told what of `original` can be told: itself, or a copy of one that cannot be written to
 */
export function fail(node: Node, original: Message, told: Message, error: Error, done: Done): void {
  try {
    if (told === original) return done(error);
    // Node-RED would clone the original for the Catch node, without what was put into the copy, and may throw on it.
    node.error(error, told);
  } catch {
    // Something deep in the message throws when it is cloned: then the outcome is told without it.
    node.error(error, { _msgid: told._msgid, payload: told.payload });
  }
  done();
}
