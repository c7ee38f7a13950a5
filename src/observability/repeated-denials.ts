/** After this time everybody's refusals are written in full again. */
const INTERVAL_MS = 60_000;

/** Refusals of one caller with one status that are written in full in an interval; the further ones are one line. */
const LINES_EACH = 100;

/** Of all callers together: a flood from many addresses must not rotate what was written before out of the log. */
const LINES_OF_ALL = 1_000;

/** Above it the further callers are one. */
const MAX_CALLERS = 1_000;

/** Whose refusals they are. */
export interface DeniedCaller {
  readonly status: number;
  /** Undefined for one that is not known. */
  readonly principal: string | undefined;
  /** Undefined for further callers, who are one. */
  readonly network: string | undefined;
}

interface Tally {
  readonly caller: DeniedCaller;
  lines: number;
  more: number;
}

/** Counts what is not worth a line of its own, and tells it once an interval. Its memory is bounded. */
export class RepeatedDenials {
  private readonly tallies = new Map<string, Tally>();
  private lines = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param tell how many refusals of a caller were not written in this interval */
  constructor(private readonly tell: (caller: DeniedCaller, count: number) => void) {}

  /** @returns whether this refusal gets a line of its own */
  add(caller: DeniedCaller): boolean {
    this.timer ??= setTimeout(() => this.end(), INTERVAL_MS).unref();
    const tally = this.tallyOf(caller);
    if (tally.lines < LINES_EACH && this.lines < LINES_OF_ALL) {
      tally.lines++;
      this.lines++;
      return true;
    }
    tally.more++;
    return false;
  }

  /** Ends the interval: tells what was left out. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { caller, more } of this.tallies.values()) if (more > 0) this.tell(caller, more);
    this.tallies.clear();
    this.lines = 0;
  }

  private tallyOf(caller: DeniedCaller): Tally {
    const { status, principal, network } = caller;
    const key = `${status} ${principal === undefined ? `address ${network}` : `principal ${principal}`}`;
    const known = this.tallies.get(key);
    if (known) return known;
    if (this.tallies.size >= MAX_CALLERS && network !== undefined)
      return this.tallyOf({ status, principal: undefined, network: undefined });
    const tally = { caller, lines: 0, more: 0 };
    this.tallies.set(key, tally);
    return tally;
  }
}
