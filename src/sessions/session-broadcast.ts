import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Announcements, encodeAnnouncement } from '../json-rpc/index.js';
import type { Session } from './session.js';
import { SessionsService } from './sessions.service.js';

/** How many sessions get an announcement in one turn of the event loop: calls of others are served in between. */
const SESSIONS_PER_TURN = 100;

/** Tells every initialised session what is announced. */
@Injectable()
export class SessionBroadcast implements OnModuleInit, OnModuleDestroy {
  private readonly turns = new Set<NodeJS.Immediate>();
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly announcements: Announcements,
    private readonly sessions: SessionsService,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.announcements.subscribe((announcement) =>
      this.tellSome(encodeAnnouncement(announcement), this.sessions.all()[Symbol.iterator]()),
    );
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
    for (const turn of this.turns) clearImmediate(turn);
  }

  private tellSome(message: string, sessions: Iterator<Session>): void {
    for (let told = 0; told < SESSIONS_PER_TURN; told++) {
      const { value: session, done } = sessions.next() as IteratorResult<Session, undefined>;
      if (done) return;
      if (session.state.isInitialized) session.push(message);
    }
    const turn = setImmediate(() => {
      this.turns.delete(turn);
      this.tellSome(message, sessions);
    });
    this.turns.add(turn);
  }
}
