/** A tool that came, changed or went while the server runs. */
export interface ToolChange {
  readonly tool: string;
  /** The definition that clients saw until now, as JSON; `undefined` for a new tool. */
  readonly before: string | undefined;
  /** The definition that they see from now on; `undefined` for a tool that is gone. */
  readonly after: string | undefined;
}

/** What do clients see of tools from now on? Bind another one to keep an audit. */
export abstract class ToolObserver {
  abstract toolChanged(change: ToolChange): void;
}

/** The default: nobody looks. */
export class SilentToolObserver extends ToolObserver {
  toolChanged(): void {}
}
