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

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
