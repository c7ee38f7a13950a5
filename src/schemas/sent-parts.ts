import { MAX_DEPTH } from './dto-instance.js';

/** What a client sent, by paths such as `rows.0.size`. JSON text counts as what it says: a transform may read it. */
export class SentParts {
  private readonly read = new Map<string, unknown>();

  constructor(private readonly json: unknown) {}

  /**
   * @param path nothing for the whole
   * @returns `undefined` for what was not sent
   */
  find(path: string | undefined): unknown {
    return this.findIn(this.json, path, 0);
  }

  /** Keys may have dots. */
  private findIn(holder: unknown, path: string | undefined, depth: number): unknown {
    const parts = this.toParts(holder);
    if (path === undefined) return parts;
    if (typeof parts !== 'object' || parts === null || depth > MAX_DEPTH) return undefined;
    for (const [key, part] of Object.entries(parts) as [string, unknown][]) {
      if (path !== key && !path.startsWith(`${key}.`)) continue;
      const found = this.findIn(part, path === key ? undefined : path.slice(key.length + 1), depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private toParts(value: unknown): unknown {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
    if (!this.read.has(value)) this.read.set(value, readJson(value));
    return this.read.get(value);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
