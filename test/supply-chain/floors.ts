/** The oldest version of a package that a tree may have, and why. */
export interface Floor {
  readonly package: string;
  /** One version for each major, or for each minor of major 0, that has the fix; newer lines have it from their start. */
  readonly versions: readonly string[];
  readonly because: string;
}

/** What every tree is held to: the product, the clients it is tested with, and the peers it is measured beside. */
export const FLOORS: readonly Floor[] = [
  floor('@nestjs/core', ['11.1.18'], 'CVE-2026-35515: SSE injection by the type or id of an event'),
  floor('@modelcontextprotocol/sdk', ['1.26.0'], 'CVE-2026-25536: answers of one client reach another'),
  floor('@modelcontextprotocol/sdk', ['1.25.2'], 'CVE-2026-0621: ReDoS in URI templates'),
  floor('@modelcontextprotocol/sdk', ['1.24.0'], 'CVE-2025-66414: no check against DNS rebinding'),
  floor('mcp-remote', ['0.1.16'], 'CVE-2025-6514: a server runs commands on the client'),
  floor('path-to-regexp', ['0.1.13', '8.0.0'], 'CVE-2026-4867, CVE-2024-45296: ReDoS in routes'),
  floor('path-to-regexp', ['0.1.13', '8.4.0'], 'CVE-2026-4926: exponential expressions from optional groups'),
  floor('express', ['4.20.0', '5.0.0'], 'CVE-2024-43796: XSS by redirect'),
  floor('body-parser', ['1.20.3', '2.0.0'], 'CVE-2024-45590: denial of service by URL encoding'),
  floor('body-parser', ['1.20.3', '2.2.1'], 'CVE-2025-13466: the same by many parameters'),
  floor('qs', ['6.14.1'], 'CVE-2025-15284: arrays without a limit'),
  floor('send', ['0.19.0', '1.0.0'], 'CVE-2024-43799: template injection'),
  floor('serve-static', ['1.16.0', '2.1.0'], 'CVE-2024-43800: the same'),
  floor('cookie', ['0.7.0'], 'CVE-2024-47764: characters out of bounds'),
  floor('multer', ['2.0.2'], 'CVE-2025-7338 and three before it: uploads that end the process'),
  floor('ajv', ['8.18.0'], 'CVE-2025-69873: ReDoS by $data'),
  floor('jose', ['4.15.5'], 'CVE-2024-28176: decompression without a limit'),
  floor('zod', ['3.22.3'], 'CVE-2023-4316: ReDoS in e-mail addresses'),
  floor('validator', ['13.15.20'], 'CVE-2025-56200: isURL passes what browsers read otherwise'),
  floor('class-validator', ['0.14.0'], 'CVE-2019-18413: unknown values pass'),
  floor('on-headers', ['1.1.0'], 'CVE-2025-7339: headers of another response'),
  floor('cross-spawn', ['7.0.5'], 'CVE-2024-21538: ReDoS in arguments'),
  floor('ws', ['8.17.1'], 'CVE-2024-37890: many headers end the process'),
];

/** What this package ships on. */
export const PRODUCT_FLOORS: readonly Floor[] = [
  floor('@nestjs/core', ['12.5.0'], 'one line of Nest is supported'),
];

/** The Go module of a test client. */
export const GO_FLOORS: readonly Floor[] = [
  floor(
    'github.com/modelcontextprotocol/go-sdk',
    ['1.4.0'],
    'CVE-2026-34742, CVE-2026-27896: DNS rebinding, and keys read in any case',
  ),
];

function floor(name: string, versions: readonly string[], because: string): Floor {
  return { package: name, versions, because };
}

/** Whether a version has what the floor asks for. A line older than all of them has not. */
export function isAbove(version: string, { versions }: Floor): boolean {
  const parts = numbersOf(version);
  const own = versions.map(numbersOf).filter((one) => lineOf(one) === lineOf(parts));
  if (own.length > 0) return own.some((one) => compare(parts, one) >= 0);
  return versions.every((one) => compare(parts, numbersOf(one)) > 0);
}

type Numbers = readonly [major: number, minor: number, patch: number];

/** A pre-release comes before its release, so that it counts as the version before. */
function numbersOf(version: string): Numbers {
  const [, major, minor, patch, rest] = /^v?(\d+)\.(\d+)\.(\d+)(-?)/.exec(version) ?? [];
  return [Number(major), Number(minor), Number(patch) - (rest ? 0.5 : 0)];
}

function lineOf([major, minor]: Numbers): string {
  return major === 0 ? `0.${minor}` : `${major}`;
}

function compare(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
