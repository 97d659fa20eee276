const encoder = new TextEncoder();

/** Whether text takes more than so many bytes in UTF-8. It is only encoded where its length does not say it. */
export function isLongerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  return text.length * 3 > bytes && encoder.encode(text).length > bytes;
}
