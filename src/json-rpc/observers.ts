import { Logger, type OnModuleInit } from '@nestjs/common';
import type { NestHost } from '../nest-host/index.js';

type ObserverClass<Observer> = abstract new (...args: never[]) => Observer;

/** Everybody who looks at one thing: the providers of every module that extend its class, and those that modules add at boot. */
export abstract class Observers<Observer extends object> implements OnModuleInit {
  private readonly observers: Observer[] = [];
  private readonly logger: Logger;

  /** @param host what finds the providers; without it there are only those that are added */
  protected constructor(
    private readonly observerClass: ObserverClass<Observer>,
    private readonly host: NestHost | undefined,
    loggerContext: string,
  ) {
    this.logger = new Logger(loggerContext);
  }

  onModuleInit(): void {
    for (const observer of this.findProviders()) this.add(observer);
  }

  add(observer: Observer): void {
    this.observers.push(observer);
  }

  protected findProviders(): readonly Observer[] {
    return this.host?.instancesOf(this.observerClass) ?? [];
  }

  /** An observer that fails takes nothing from the others, nor from what they look at. */
  protected tell(notify: (observer: Observer) => void): void {
    for (const observer of this.observers)
      try {
        notify(observer);
      } catch (failure) {
        this.report(failure);
      }
  }

  protected report(failure: unknown): void {
    const shown: unknown = failure instanceof Error ? failure.stack : failure;
    this.logger.error(`A ${this.observerClass.name} failed`, shown);
  }
}
