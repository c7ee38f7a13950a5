/** Where metrics are shown. Bind an instance to change it. */
export class MetricsOptions {
  /** Whether they are shown on the management port only. @default false */
  managementOnly = false;
}
