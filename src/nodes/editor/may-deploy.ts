/** Whether this user may deploy. The runtime decides; this only spares it a question that it would refuse. */
export function mayDeploy(): boolean {
  return RED.user.hasPermission('flows.write');
}
