import type { Node, NodeAPI } from 'node-red';
import { answerable, readable } from './message';
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
    const handled = async (): Promise<void> => handle(readable(original), original, send, done);
    handled().catch((error: unknown) => fail(RED, node, original, original, error as Error, done));
  });
}

/**
 * Ends a message with an error: it reaches the Catch node once, with the message as it is in `outcome`.
 *
 * @param outcome what came, or a copy of it that was written to
 */
export function fail(RED: NodeAPI, node: Node, original: Message, outcome: Message, error: Error, done: Done): void {
  const told = answerable(RED, outcome, true);
  if (told === original) return finish(node, done, error);
  finish(node, reportedWith(node, told, done), error);
}

/**
 * `done` with another message for the Catch node. Node-RED 4.1 and 5 hand their `node.error` the message that came, within `done`, and clone
 * it: without what was put into a copy of it, and may throw on it. To call `node.error` and `done()` would have a Complete node hear of it.
 */
function reportedWith(node: Node, told: Message, done: Done): Done {
  return (error) => {
    const own = Object.getOwnPropertyDescriptor(node, 'error');
    const report = node.error.bind(node);
    node.error = (reported: unknown, message) => report(reported, reported === error ? told : message);
    try {
      done(error);
    } finally {
      if (own) Object.defineProperty(node, 'error', own);
      else Reflect.deleteProperty(node, 'error');
    }
  };
}

/** Ends a message. Node-RED clones it as it came, for a Complete node too, and may throw: it has ended all the same. */
export function finish(node: Node, done: Done, error?: Error): void {
  try {
    done(error);
  } catch (thrown) {
    node.error(error ?? thrown);
  }
}
