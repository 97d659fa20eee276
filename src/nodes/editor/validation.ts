/** `${ENV}`, whole or within a text: only the runtime knows its value. */
const environment = /\$\{[^{}]+\}/;

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || String(value).trim() === '';
}

function isEnvironment(value: unknown): boolean {
  return typeof value === 'string' && environment.test(value);
}

/** A number of at least `minimum`, `${ENV}` or nothing. */
export function checkNumber(node: EditorNode, value: unknown, minimum: number): true | string {
  if (isEmpty(value) || isEnvironment(value)) return true;
  const number = Number(value);
  return Number.isFinite(number) && number >= minimum ? true : node._('jira-config.error.number', { minimum });
}

/** What is counted: a whole number of at least 1, `${ENV}` or nothing. */
export function checkCount(node: EditorNode, value: unknown): true | string {
  if (isEmpty(value) || isEnvironment(value)) return true;
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 ? true : node._('jira-config.error.whole', { minimum: 1 });
}

/** So many in so many seconds: two fields that mean something only together. */
export function checkPair(node: EditorNode, count: unknown, seconds: unknown, field: 'count' | 'seconds'): true | string {
  const [value, other] = field === 'count' ? [count, seconds] : [seconds, count];
  if (isEmpty(value) && !isEmpty(other)) return node._('jira-config.error.pair');
  return field === 'count' ? checkCount(node, value) : checkNumber(node, value, 0.001);
}

/** An address as people type it, with or without a scheme, or `${ENV}`. The runtime looks at it more closely. */
export function checkUrl(node: EditorNode, value: unknown): true | string {
  if (isEmpty(value)) return node._('jira-config.error.urlMissing');
  if (isEnvironment(value)) return true;
  const typed = String(value).trim();
  const text = typed.includes('://') ? typed : `https://${typed}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username + url.password + url.search + url.hash === '';
  return plain ? true : node._('jira-config.error.url');
}

/** A path below the address, or (as people paste it) a whole URL. */
export function checkPath(node: EditorNode, value: unknown): true | string {
  if (isEmpty(value) || isEnvironment(value)) return true;
  return /[\s?#\\]/.test(String(value).trim()) ? node._('jira-config.error.path') : true;
}

/** An IANA time zone, `${ENV}` or nothing. */
export function checkTimezone(node: EditorNode, value: unknown): true | string {
  if (isEmpty(value) || isEnvironment(value)) return true;
  try {
    // Throws for a zone it does not know; the list of zones would miss the older names.
    Intl.DateTimeFormat('en', { timeZone: String(value).trim() });
    return true;
  } catch {
    return node._('jira-config.error.timezone');
  }
}

/** One of this Node-RED's context stores, `${ENV}` or nothing. */
export function checkContextStore(node: EditorNode, value: unknown): true | string {
  if (isEmpty(value) || isEnvironment(value)) return true;
  const { stores } = RED.settings.context;
  return String(value) === 'default' || stores.includes(String(value)) ? true : node._('jira-config.error.contextStore', { stores: stores.join(', ') });
}
