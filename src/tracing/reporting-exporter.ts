import { Logger } from '@nestjs/common';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

const MAX_REASON_LENGTH = 300;

/** Says once that spans are lost, and once that they are not any more: the SDK itself is silent. */
export class ReportingExporter implements SpanExporter {
  private readonly logger = new Logger('Tracing');
  private isFailing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly target: string,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      this.note(result);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private note({ code, error }: ExportResult): void {
    const isFailing = code === ExportResultCode.FAILED;
    if (isFailing === this.isFailing) return;
    this.isFailing = isFailing;
    if (isFailing)
      this.logger.warn(
        `Spans cannot be sent to ${this.target}: ${(error?.message ?? 'no reason given').slice(0, MAX_REASON_LENGTH)}`,
      );
    else this.logger.log(`Spans are sent to ${this.target} again`);
  }
}
