import type { Call } from './call.js';

/** May this call run? Bind another one to refuse work, by rate or by who asks. */
export abstract class CallGate {
  /** @throws ProtocolError the answer to a call that may not run; rejects with it, where others have to be asked */
  abstract admitCall(call: Call): void | PromiseLike<void>;
}

/** The default: every call may. */
export class OpenCallGate extends CallGate {
  admitCall(): void {}
}
