import type { TextFormat } from '../../lib/ticket/command';

/** What a saved node says of its texts; nothing for plain, which commands need not carry. */
export function textFormatOf(saved: unknown): { textFormat?: TextFormat } {
  return saved === 'markdown' || saved === 'wiki' ? { textFormat: saved } : {};
}
