/** Whether this user may do more than look. The runtime decides; this only hides what it would refuse. */
export function mayAct(): boolean {
  return RED.user.hasPermission('jira-config.write');
}
