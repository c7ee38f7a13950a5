import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of a Dockerfile, without comments, each on one line. */
export function readDockerfile(path: string): Instruction[] {
  const lines = readFileSync(path, 'utf8').replace(/^\s*#.*\n/gm, '');
  return lines
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, text] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`Not understood: ${line}`);
      return { name, text: text!.trim() };
    });
}

/** `a=b c="d e"` */
export function readPairs(text: string): [name: string, value: string][] {
  return [...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, plain]) => [
    name!,
    quoted ?? plain!,
  ]);
}

/** Which files of a context the engine never sees. The last rule that fits decides. */
export class DockerIgnore {
  private readonly rules: { readonly pattern: RegExp; readonly isIgnored: boolean }[];

  constructor(context: string) {
    const path = join(context, '.dockerignore');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    this.rules = lines
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => ({ isIgnored: !line.startsWith('!'), pattern: toPattern(line.replace(/^!/, '')) }));
  }

  ignores(path: string): boolean {
    return this.rules.findLast(({ pattern }) => pattern.test(path))?.isIgnored ?? false;
  }
}

function toPattern(rule: string): RegExp {
  const parts = rule
    .split(/(\*\*\/|\*)/)
    .map((part) =>
      part === '**/' ? '(?:.*/)?' : part === '*' ? '[^/]*' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('')}(?:/.*)?$`);
}
