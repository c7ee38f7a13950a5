/** The bytes of JSON text as an event stream sends it, where some characters are escapes of six bytes. */
export function countSentBytes(json: string): number {
  const count = (pattern: RegExp): number => json.match(pattern)?.length ?? 0;
  return Buffer.byteLength(json) + 4 * count(/\u0085/g) + 3 * count(/[\u2028\u2029]/g);
}
