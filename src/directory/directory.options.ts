/** A folder whose files are resources. */
export interface DirectoryOptions {
  /** The folder; a relative path is from where the process started. */
  readonly folder: string;

  /** What the URIs of its files begin with, as `docs://manual`: `guide/start.md` in it is `docs://manual/guide/start.md`. */
  readonly uri: string;

  /** The name of the template that clients see. @default 'files' */
  readonly name?: string;

  /** What the folder holds: people and models choose by it. */
  readonly description?: string;

  /** Scopes that the caller's credentials must have, all of them. @default none */
  readonly scopes?: readonly string[];

  /** Callers without credentials may read them too. @default false */
  readonly isPublic?: boolean;

  /** How many folders deep files are served, the folder itself being one. @default 8 */
  readonly maxDepth?: number;

  /** Files and folders that a list looks at; what comes later is not listed, but may be read. @default 1000 */
  readonly maxEntries?: number;

  /** Bytes of a file; a larger one is neither listed nor read. @default 1_000_000 */
  readonly maxFileBytes?: number;

  /** Whether clients hear of files that change, come and go. @default true */
  readonly watch?: boolean;
}

/** Its numbers, with their defaults. */
export type DirectoryLimits = Required<Pick<DirectoryOptions, 'maxDepth' | 'maxEntries' | 'maxFileBytes'>>;

export function limitsOf({
  maxDepth = 8,
  maxEntries = 1000,
  maxFileBytes = 1_000_000,
}: DirectoryOptions): DirectoryLimits {
  return { maxDepth, maxEntries, maxFileBytes };
}
