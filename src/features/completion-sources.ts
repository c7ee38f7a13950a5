import { Injectable } from '@nestjs/common';
import type { CallTarget } from '../json-rpc/index.js';
import type { CompletionReference } from '../protocol/index.js';

/** What has arguments, or variables, that clients may have completed: a prompt, a template of resources. */
export interface Completable extends Pick<CallTarget, 'kind' | 'access'> {
  /** As references name it: a prompt's name, the text of a URI template. */
  readonly name: string;
  /** By the name of each argument or variable, the texts that it takes, where those are listed. */
  readonly argumentValues: ReadonlyMap<string, readonly string[] | undefined>;
}

/** All that references of one type may name, as it is now. */
export interface CompletionSource {
  findByName(name: string): Completable | undefined;
  list(): readonly Completable[];
}

/** Where completion finds what it completes. Each feature that has arguments or variables adds its own, in its constructor. */
@Injectable()
export class CompletionSources {
  private readonly sources = new Map<CompletionReference['type'], CompletionSource>();

  add(type: CompletionReference['type'], source: CompletionSource): void {
    this.sources.set(type, source);
  }

  find(type: CompletionReference['type'], name: string): Completable | undefined {
    return this.sources.get(type)?.findByName(name);
  }

  list(type: CompletionReference['type']): readonly Completable[] {
    return this.sources.get(type)?.list() ?? [];
  }

  /** Whether anything lists the texts that one of its arguments takes. */
  hasValues(): boolean {
    return [...this.sources.values()].some((source) =>
      source.list().some(({ argumentValues }) => [...argumentValues.values()].some(Boolean)),
    );
  }
}
