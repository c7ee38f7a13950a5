/** Where metrics are shown, and what of the service around the server is counted. Bind an instance to change it. */
export class MetricsOptions {
  /** Whether they are shown on the management port only. @default false */
  managementOnly = false;

  /** How many log lines were dropped since the start. @default none are */
  droppedLogLines: () => number = () => 0;
}
