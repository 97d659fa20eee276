/** `2026-11-23T14:39:00.000+0000`: how Jira writes a moment. */
export function jiraMoment(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
