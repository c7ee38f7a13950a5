/** A step of Express's router: a route, or a middleware. */
export interface RouterLayer {
  readonly name: string;
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean | undefined>>;
  };
  match(path: string): unknown;
}
