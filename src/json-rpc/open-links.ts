import type { Link } from './link.js';

/** The links that can be told something without being asked. Bind another one to have any. */
export abstract class OpenLinks {
  abstract all(): Iterable<Link>;
}

/** The default: there are none. */
export class NoOpenLinks extends OpenLinks {
  all(): Iterable<Link> {
    return [];
  }
}
