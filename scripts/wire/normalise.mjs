/** What differs from run to run of one revision, and what stands in its place. */
const VARYING = [
  // Chunks are cut where the writes were.
  [/\r\n[\da-f]+\r\n(?!\r\n)/g, '\r\n'],
  [/\r\n(?:0\r\n)?\r\n$/g, ''],
  [/^(Date|Content-Length|ETag|Retry-After): .+$/gim, '$1: …'],
  [/^(X-Request-Id): .+$/gim, '$1: …'],
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '<uuid>'],
  [/^id: .+$/gm, 'id: …'],
  [/^(?::|event: heartbeat).*$/gm, ''],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/(?<![\w-])[\w-]{22}(?![\w-])/g, '<id>'],
  [/(127\.0\.0\.1|localhost|\[::1\])(?::|%3A)\d+/g, '$1:<port>'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>'],
  [/("\w+Seconds":)[\d.]+/g, '$1…'],
  // A sample of a metric.
  [/^(\w+(?:\{.*\})?) [\d.e+-]+$/gm, '$1 …'],
];

/** One connection's bytes, without what differs from run to run. */
export function normalise(received) {
  return VARYING.reduce((text, [pattern, shown]) => text.replace(pattern, shown), received).trim();
}
