import { Sidebar } from './editor-sidebar';
import { _ } from './editor-words';

const id = 'jira-tickets';

RED.plugins.registerPlugin('jira-sidebar', {
  onadd() {
    const sidebar = new Sidebar();
    RED.sidebar.addTab({
      id,
      label: _('jira-sidebar.label'),
      name: _('jira-sidebar.label'),
      iconClass: 'fa fa-ticket',
      action: 'jira-tickets:show-jira-tab',
      content: sidebar.root,
      enableOnEdit: true,
    });
    RED.actions.add('jira-tickets:show-jira-tab', () => RED.sidebar.show(id), { label: _('jira-sidebar.show') });
    RED.comms.subscribe(`${id}/#`, (topic) => sidebar.changed(topic.slice(id.length + 1)));
    RED.comms.on('connect', () => sidebar.changedAltogether());
    RED.events.on('deploy', () => sidebar.changedAltogether());
  },
});
