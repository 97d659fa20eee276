import type { Readable } from 'node:stream';

/** Of what is cut off only the beginning is ever shown. */
const longestCut = 100_000;

/** The text of an answer, and why it is not all of it. */
export interface AnswerText {
  text: string;
  failure?: unknown;
}

/**
 * Reads an answer to its end. What grows too large is cut off; of what breaks off there is no text, for half a secret may be at its end.
 *
 * @param most bytes, uncompressed
 */
export async function readText(answer: Readable, most: number): Promise<AnswerText> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > most) return { text: textOf(chunks).slice(0, longestCut), failure: new TooLarge() };
    }
  } catch (failure) {
    return { text: '', failure };
  }
  return { text: textOf(chunks) };
}

class TooLarge extends Error {
  readonly code = 'TOO_LARGE';

  constructor() {
    super('the answer is larger than what is read of one');
  }
}

function textOf(chunks: Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8').replace(/^\uFEFF/, '');
}
