/** How long a shutdown may take. Bind an instance to change it. */
export class DrainOptions {
  /** From the signal to the end of the process, in milliseconds. @default 30_000 */
  shutdownMs = 30_000;
}
