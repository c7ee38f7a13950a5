import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `NEWCOMER_RENEW=1 npx jest test/apps --selectProjects e2e` writes the files anew, with what the server says now. Read
 * each line of the difference, and run `npm run format`.
 */
const isRenewed = process.env['NEWCOMER_RENEW'] === '1';

/** A JSON file of this folder that a test compares with. */
export class Snapshot<Content extends object> {
  readonly expected: Content;
  private readonly path: string;

  constructor(name: string) {
    this.path = join(__dirname, name);
    this.expected = JSON.parse(readFileSync(this.path, 'utf8')) as Content;
  }

  /** @returns what a part of the file has to be: what it is, or what it becomes */
  expectedAt<Key extends keyof Content>(key: Key, found: Content[Key]): Content[Key] {
    if (isRenewed) this.expected[key] = found;
    return this.expected[key];
  }

  save(): void {
    if (isRenewed) writeFileSync(this.path, `${JSON.stringify(this.expected, undefined, 2)}\n`);
  }
}
