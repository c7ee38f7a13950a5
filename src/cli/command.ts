/** A wrong command line, or something that keeps a command from its work: what to do instead, and exit code 2. */
export class CommandError extends Error {}

/** A subcommand of `rookery`. */
export interface Command {
  /** What `--help` prints. */
  readonly usage: string;
  /**
   * @returns the exit code
   * @throws CommandError
   */
  run(args: readonly string[]): number | Promise<number>;
}

const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);

/** Writes a line to standard output. */
export function print(text: string): void {
  write(`${text}\n`);
}

/** Calls back once all that was printed is written. */
export function flushPrinted(then: () => void): void {
  write('', then);
}

/**
 * Keeps standard output for what {@link print} writes: what a module writes there, such as its log, goes to standard error
 * from now on. Pino too asks whether `write` is another one.
 */
export function divertOutput(): void {
  stdout.write = stderr.write.bind(stderr);
}
