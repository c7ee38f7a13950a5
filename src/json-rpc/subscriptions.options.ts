/** Limits on subscriptions to resources. Bind an instance to change them. */
export class SubscriptionsOptions {
  /** Resources that one session, or one listening stream, may subscribe to; one more is refused. @default 100 */
  maxPerSession = 100;
}
