/** How a shutdown goes. Bind an instance to change it. */
export class DrainOptions {
  /** From the signal to the end of the process, in milliseconds. @default 30_000 */
  shutdownMs = 30_000;

  /** Of that, how long everything is still served after readiness said no, in milliseconds. @default 0 */
  delayMs = 0;

  /** Of that, over how long many streams are ended, in milliseconds, so that their clients do not come back at once. @default 10_000 */
  spreadMs = 10_000;
}
