import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Node, NodeAPI } from 'node-red';
import type { Outcome, Row } from '../../lib/records/row';
import { pendingRow } from '../../lib/records/row';
import type { Asked } from '../../lib/delivery/outcomes';
import type { Preview } from '../../lib/delivery/preview';
import type { Command } from '../../lib/ticket/command';
import { TicketError } from '../../lib/ticket/error';
import type { Connection } from './connection';
import { FollowedConnection, noConnection } from './followed-connection';
import { fail, finish } from './input';
import { answerable, clonesOutput, copyOf, isDryRun, readable } from './message';
import type { Done, Message, Send } from './node-types';
import type { Request } from './request';
import { identify } from './request';
import { TicketStatus } from './ticket-status';

/** Messages whose fields are still being evaluated are handed over before a node closes, but not for longer, ms. */
const closeWait = 1_000;

/** A message on its way: how it is answered, and what of it has not ended. */
interface Waiting {
  message: Message;
  send: Send;
  done: Done;
  /** How many commands it has, and how many have no outcome yet. */
  count: number;
  open: number;
  group: string;
}

/**
 * What jira-create and jira-advanced have in common: commands go to the connection, outcomes come back and end the
 * message they belong to, with one output or one error for each command.
 */
export class TicketNode {
  private readonly waiting = new Map<string, { message: Waiting; index: number }>();
  private readonly followed: FollowedConnection;
  private readonly status: TicketStatus;
  /** The message before has been handed over. */
  private turn: Promise<void> = Promise.resolve();
  /** The dry run before is answered. */
  private dryRun: Promise<void> = Promise.resolve();
  /** What is on its way to the connection's journal. */
  private readonly handing = new Set<Promise<void>>();

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
    private readonly type: Command['type'],
    server: string,
  ) {
    this.status = new TicketStatus(RED, node);
    const bind = (connection: Connection | undefined): (() => void) => {
      const unlisten = connection?.listen(node.id, (outcome) => this.end(outcome), (id) => this.waiting.has(id), () => this.handedOver());
      const unfollow = this.status.follow(connection);
      return () => {
        unlisten?.();
        unfollow();
      };
    };
    this.followed = new FollowedConnection(RED, server, bind, () => this.status.showAgain());
  }

  /**
   * Hands the commands of one message over; each is answered once its outcome is known.
   *
   * @param prepare makes them of the message. It may take a while (a JSONata expression), and messages keep their order all
   *   the same: an UPDATE must not overtake its CREATE.
   */
  async submit(prepare: () => Promise<Request[]>, message: Message, send: Send, done: Done): Promise<void> {
    const dryRun = isDryRun(readable(message));
    const prepared = this.turn.then(prepare);
    if (dryRun) {
      // It may have to wait for Jira: only other dry runs wait for it.
      this.turn = ended(prepared);
      const shown = Promise.all([prepared, this.dryRun]).then(([requests]) => this.preview(requests, message, send, done));
      this.dryRun = ended(shown);
      return shown;
    }
    const submitted = prepared.then((requests) => this.take(requests, message, send, done));
    this.turn = ended(submitted);
    return submitted;
  }

  /** Resolves once all messages that had come are handed over, or after a second. */
  async close(): Promise<void> {
    await this.handedOver();
    this.followed.close();
    this.status.close();
    // Their outcomes come out of the node that follows, as recovered ones.
    this.waiting.clear();
  }

  /** Resolves once what has come is with the connection, or after a second. */
  private async handedOver(): Promise<void> {
    const handed = this.turn.then(() => Promise.all(this.handing));
    await Promise.race([handed, delay(closeWait, undefined, { ref: false })]);
  }

  private take(requests: Request[], message: Message, send: Send, done: Done): void {
    // Nobody would hear of it: it was neither accepted nor refused.
    if (this.followed.connection?.isClosed) throw new TicketError('JOURNAL', 'It was not accepted: a deploy, or a stop, has closed the connection meanwhile. Send it again.');
    const waiting = waitingOf(requests, message, send, done);
    requests.forEach((request, index) => {
      const id = randomUUID();
      this.waiting.set(id, { message: waiting, index });
      const handed = this.hand(request, this.identify(request, id))
        .catch((error: unknown) => this.node.error(error as Error))
        .finally(() => this.handing.delete(handed));
      this.handing.add(handed);
    });
  }

  /** Answers with what would be sent. */
  private async preview(requests: Request[], message: Message, send: Send, done: Done): Promise<void> {
    const waiting = waitingOf(requests, message, send, done);
    for (const [index, request] of requests.entries()) {
      await this.previewOf(request).then(
        (payload) => this.answer(waiting, index, { payload }),
        (error: unknown) => this.answer(waiting, index, {}, error as Error),
      );
    }
  }

  /** What a request would send: nothing is accepted, logged or counted. @throws {TicketError} as sending it would */
  async previewOf(request: Request): Promise<Preview> {
    if (!request.ok) throw new TicketError(request.code, request.error);
    const { connection } = this.followed;
    if (!connection) throw new TicketError('CONFIG', noConnection);
    return (await connection.ready()).preview(this.identify(request, randomUUID()) as Command);
  }

  private identify(request: Request, id: string): Asked {
    return identify(request, id, this.type, this.node.id);
  }

  private async hand(request: Request, asked: Asked): Promise<void> {
    const { connection } = this.followed;
    if (!connection) {
      const row = { ...pendingRow(asked), status: 'Failed' as const, error: noConnection, finished: asked.time };
      this.end({ row, code: 'CONFIG', node: asked.node, day: '' });
    } else if (request.ok) {
      this.status.sending();
      await connection.accept(asked as Command);
    } else await connection.refuse(asked, request.code, request.error);
  }

  private end(outcome: Outcome): void {
    const { row, code } = outcome;
    const found = this.waiting.get(row.id);
    this.waiting.delete(row.id);
    this.status.ended(row, code);
    if (!found) return this.recover(outcome);
    this.answer(found.message, found.index, { payload: row }, row.status === 'Ok' ? undefined : errorOf(outcome));
  }

  /**
   * Answers one command of a message, which ends with the last of them. Never throws, whatever the message is.
   *
   * @param answer what the message gets
   * @param error goes to the Catch node, and nothing to the output
   */
  private answer(waiting: Waiting, index: number, answer: { payload?: Row | Preview }, error?: Error): void {
    const { RED, node } = this;
    const { message: original, send, done, count, group } = waiting;
    waiting.open -= 1;
    const several = count > 1;
    const message = several ? copyOf(RED, original) : answerable(RED, original, clonesOutput(node));
    let failure = error;
    try {
      Object.assign(message, answer, several ? { parts: { id: group, index, count } } : {});
      if (!failure) send(message);
    } catch (thrown) {
      failure = thrown as Error;
    }
    if (failure && !several) return fail(RED, node, original, message, failure, done);
    if (failure) node.error(failure, message);
    if (waiting.open === 0) finish(node, done);
  }

  /** Its message is gone with the Node-RED that took it. */
  private recover(outcome: Outcome): void {
    const message = { _msgid: this.RED.util.generateId(), payload: outcome.row, recovered: true } as unknown as Message;
    if (outcome.row.status === 'Ok') this.node.send(message);
    else this.node.error(errorOf(outcome), message);
  }
}

function waitingOf({ length }: Request[], message: Message, send: Send, done: Done): Waiting {
  return { message, send, done, count: length, open: length, group: randomUUID() };
}

/** However it ends: whoever waits for it is told. */
function ended(promise: Promise<unknown>): Promise<void> {
  return promise.then(() => undefined, () => undefined);
}

function errorOf({ row, code }: Outcome): TicketError {
  return new TicketError(code ?? 'JIRA_REJECTED', row.error);
}
