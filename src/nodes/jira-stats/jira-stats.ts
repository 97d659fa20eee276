import type { Node, NodeAPI, NodeDef } from 'node-red';
import { counterKinds, scopes } from '../../lib/records/statistics';
import { choiceOf } from '../shared/choice';
import { RecordsNode } from '../shared/records-node';
import { isOn } from '../shared/settings';

interface JiraStatsDef extends NodeDef {
  server: string;
  changes: boolean | string;
}

export default function (RED: NodeAPI): void {
  function JiraStats(this: Node, config: JiraStatsDef): void {
    RED.nodes.createNode(this, config);
    const records = new RecordsNode(RED, this, config.server, async (message, delivery) => {
      const action = choiceOf('msg.action', message['action'], ['get', 'reset'], 'get');
      // Looked at for a get too, which answers with all of them: a misspelt one is not passed over in silence.
      const scope = choiceOf('msg.scope', message['scope'], scopes, 'all');
      const counter = choiceOf('msg.counter', message['counter'], counterKinds, 'all');
      if (action === 'reset') await delivery.record({ kind: 'reset', scope, counter, day: delivery.today() });
      return delivery.counters();
    });
    if (isOn(config.changes)) records.emitOnChange((delivery) => delivery.counters());
  }

  RED.nodes.registerType('jira-stats', JiraStats as never);
}
