/**
 * What an older package saved, in today's form. Each step says from when it is; none is ever removed.
 * (There is no older form yet but that of hand-written flows: the connector's own names for what it called the same.)
 */
export function migrate(config: object): object {
  return config;
}
