import type { Call } from './call.js';

/** May this call run? Bind another one to refuse work, by rate or by who asks. */
export abstract class CallGate {
  /** @throws ProtocolError the answer to a call that may not run */
  abstract admit(call: Call): void;
}

/** The default: every call may. */
export class OpenCallGate extends CallGate {
  admit(): void {}
}
