import type { Node, NodeAPI } from 'node-red';
import type { ConnectionReport } from '../../lib/jira/connection-test';
import { endpoint } from '../shared/admin';
import { deployedNode } from '../shared/deployed';

/** A connection that can be tested. */
export interface Testable extends Node {
  test(): Promise<ConnectionReport>;
}

/** The button in the dialog: tests the deployed connection, whatever the dialog shows, so that no credentials travel. */
export function registerTest(RED: NodeAPI): void {
  // Whoever presses twice gets the same answer: more tries with wrong credentials would lock the account.
  const running = new Map<string, Promise<ConnectionReport>>();

  function testOnce(node: Testable): Promise<ConnectionReport> {
    const { id } = node;
    const test = running.get(id) ?? node.test().finally(() => running.delete(id));
    running.set(id, test);
    return test;
  }

  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/test',
    permission: 'jira-config.write',
    async handle({ id }) {
      const report = await testOnce(deployedNode(RED, id, 'jira-config'));
      return { ...report, lines: report.lines.map((line) => ({ ...line, text: RED._(`node-red-contrib-jira-tickets/jira-config:jira-config.${line.key}`, line.values) })) };
    },
  });
}
