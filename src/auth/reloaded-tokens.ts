import { Logger } from '@nestjs/common';
import { ConfigurationError } from '../protocol/index.js';
import type { CredentialSource } from '../transport/admission/index.js';
import type { Revocation } from './revocation.js';
import { readStaticTokens, type StaticToken } from './static-token.js';
import { TokenFile } from './token-file.js';

/**
 * The tokens of a file, as it is at the moment. A line that is gone, or is no token any more, ends the sessions of its
 * token. While the file cannot be read, the tokens of the last read stay valid: a mistake with a mounted secret would lock
 * everyone out of every replica.
 */
export class ReloadedTokens implements CredentialSource {
  readonly name = 'tokens-file';
  private readonly logger = new Logger('Auth');
  private readonly file: TokenFile;
  private tokens: readonly StaticToken[];
  private goodAtMs = Date.now();
  private fault: string | undefined;
  /** What was said last of the lines and of the mode of the file. */
  private said = '';

  /**
   * @param source what messages call the file
   * @throws ConfigurationError for a file that cannot be read, or has a line that is no token
   */
  constructor(
    private readonly path: string,
    private readonly source: string,
    intervalMs: number,
    private readonly revocation: Revocation,
  ) {
    this.tokens = this.readFirst();
    this.file = new TokenFile(path, intervalMs, {
      onText: (text) => this.reload(text),
      onError: (error) => this.noteError(error),
      onGood: () => this.noteGood(),
    });
  }

  get current(): readonly StaticToken[] {
    return this.tokens;
  }

  get staleSinceMs(): number | undefined {
    return this.fault === undefined ? undefined : this.goodAtMs;
  }

  close(): void {
    this.file.close();
  }

  private readFirst(): readonly StaticToken[] {
    try {
      const { tokens, faults } = readStaticTokens(TokenFile.read(this.path), this.source);
      if (faults.length > 0) throw new ConfigurationError(faults[0]);
      this.warn(tokens, faults);
      return tokens;
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw new ConfigurationError(`${this.source} cannot be read: ${messageOf(error)}`);
    }
  }

  /** A line that is as it was keeps its principal, and with it its streams. */
  private reload(text: string): void {
    const { tokens, faults } = readStaticTokens(text, this.source);
    const before = new Map(this.tokens.map((token) => [keyOf(token), token]));
    const after = tokens.map((token) => before.get(keyOf(token)) ?? token);
    const kept = new Set(after);
    const gone = new Set(this.tokens.filter((token) => !kept.has(token)).map(({ principal }) => principal));
    const added = after.length - (this.tokens.length - gone.size);
    this.tokens = after;
    if (gone.size > 0) this.revocation.revokeAll((principal) => gone.has(principal));
    if (gone.size + added > 0)
      this.logger.log(`${this.source} was read again: ${added} new, ${gone.size} gone`);
    this.warn(after, faults);
  }

  /** Says what is wrong with the file, once for each fault. */
  private warn(tokens: readonly StaticToken[], faults: readonly string[]): void {
    const isOpen = TokenFile.isWritableByAll(this.path);
    const said = [...faults, tokens.length > 0, isOpen].join();
    if (said === this.said) return;
    this.said = said;
    if (faults.length > 0)
      this.logger.error(`${faults[0]}. ${faults.length} such lines; only the other lines are tokens`);
    if (tokens.length === 0) this.logger.warn(`${this.source} has no token: nobody is let in by it`);
    if (isOpen)
      this.logger.warn(`${this.source} can be written by every user of this machine: chmod o-w ${this.path}`);
  }

  private noteError(error: unknown): void {
    const fault = messageOf(error);
    if (fault !== this.fault)
      this.logger.error(`The tokens so far stay valid, and it is tried again: ${fault}`);
    this.fault = fault;
  }

  private noteGood(): void {
    if (this.fault !== undefined) this.logger.log(`${this.source} can be read again`);
    this.fault = undefined;
    this.goodAtMs = Date.now();
  }
}

function keyOf({ sha256, principal }: StaticToken): string {
  return [principal.id, sha256.toString('hex'), ...principal.scopes].join(' ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
