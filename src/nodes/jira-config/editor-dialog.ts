import { choose, suggest } from '../editor/choices';
import { addFormStyle } from '../editor/form-style';
import { tieHints } from '../editor/hints';
import { watchDelivery } from './editor-delivery';
import { offerPresets } from './editor-presets';
import { offerTest } from './editor-test';

/** The saved properties; numbers may be saved as numbers, as text or as `${ENV}`. */
export interface ConnectionProperties {
  name: string;
  url: string;
  path: string;
  auth: string;
  tokenUrl: string;
  bypassProxy: boolean;
  proxy: string;
  tls: string;
  timeout: string;
  requestsMax: string;
  requestsPeriod: string;
  updateMax: string;
  updatePeriod: string;
  logMax: string;
  logMaxDays: string;
  timezone: string;
  contextStore: string;
  sandbox: boolean;
  settleWindow: string;
  settlePolicy: string;
  giveUpAfter: string;
  guidDays: string;
  queueMax: string;
  queueMegabytes: string;
  marker: string;
}

/** The credentials that each kind of authentication needs. */
const needed: Record<string, readonly string[]> = { basic: ['username', 'password'], key: ['key'], bearer: ['token'], oauth: ['clientId', 'clientSecret'] };

let open: { id: string } | undefined;
let stopWatching: (() => void) | undefined;

/** What the dialog shows while it is open for this node, or else what is saved. */
export function current<K extends keyof ConnectionProperties>(node: EditorNode & ConnectionProperties, property: K): ConnectionProperties[K] {
  if (open?.id !== node.id) return node[property];
  const input = field(property);
  return (input.attr('type') === 'checkbox' ? input.prop('checked') : input.val()) as ConnectionProperties[K];
}

/** The host a connection goes to; '' where the address is none (yet). */
export function siteOf(url: string | undefined): string {
  return /^(?:https?:\/\/)?([^/\s@]+)/i.exec(url?.trim() ?? '')?.[1] ?? '';
}

export function openDialog(node: EditorNode & ConnectionProperties): void {
  open = node;
  addFormStyle();
  choose(field('auth'), node.auth || 'none');
  choose(field('settlePolicy'), node.settlePolicy || 'fail');
  choose(field('marker'), node.marker || 'property');
  suggest($('#jira-config-timezones'), Intl.supportedValuesOf('timeZone').map((value) => ({ value })));
  suggest($('#jira-config-stores'), RED.settings.context.stores.map((value) => ({ value })));
  const form = $('#jira-config-form').on('change input', () => showWhatApplies());
  showWhatApplies();
  tieHints(form);
  offerPresets(node, field, () => credentials().some((name) => text(name) !== ''));
  offerTest(node);
  stopWatching?.();
  stopWatching = watchDelivery(node);
  // The editor marks what is wrong once this function is through: a closed group must not hide it.
  setTimeout(() => form.find('details').has('.input-error').attr('open', 'open'), 0);
}

export function closeDialog(): void {
  open = undefined;
  stopWatching?.();
  stopWatching = undefined;
}

function showWhatApplies(): void {
  const sandbox = field('sandbox').prop('checked') === true;
  const auth = text('auth');
  $('.jira-config-server').toggle(!sandbox);
  $('.jira-config-proxy').toggle(!sandbox && field('bypassProxy').prop('checked') !== true);
  for (const kind of Object.keys(needed)) $(`.jira-config-auth-${kind}`).toggle(!sandbox && auth === kind);
  const missing = credentials().some((name) => text(name) === '');
  $('#jira-config-warning-credentials').toggle(!sandbox && missing);
  $('#jira-config-warning-http').toggle(!sandbox && isReadable(text('url')));
  $('#jira-config-warning-token-http').toggle(!sandbox && auth === 'oauth' && isReadable(text('tokenUrl')));
  $('#jira-config-warning-certificates').toggle(!sandbox && isUnchecked(text('tls')));
}

/** An address on the way to which others can read along. */
function isReadable(url: string): boolean {
  return /^http:/i.test(url) && !/^http:\/\/(?:localhost|127\.|\[::1\])/i.test(url);
}

/** Whether the chosen tls-config takes any certificate. */
function isUnchecked(tls: string): boolean {
  const node: (EditorNode & { verifyservercert?: boolean }) | null = RED.nodes.node(tls);
  return node?.verifyservercert === false;
}

/** The credentials of the chosen kind of authentication. */
function credentials(): readonly string[] {
  return needed[text('auth')] ?? [];
}

function field(name: string): JQuery {
  return $(`#node-config-input-${name}`);
}

function text(name: string): string {
  return String(field(name).val() ?? '').trim();
}
