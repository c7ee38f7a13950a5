/** An image that clients may show. `sizes` as in `48x48`, or `any`. */
export interface ToolIcon {
  readonly src: string;
  readonly mimeType?: string;
  readonly sizes?: string[];
  readonly theme?: 'light' | 'dark';
}

/** For whom something is, and how much it matters. */
export interface Annotations {
  readonly audience?: ('user' | 'assistant')[];
  /** From 0, which is optional, to 1, which is needed. */
  readonly priority?: number;
  /** As `2026-01-31T12:00:00Z`. */
  readonly lastModified?: string;
}
