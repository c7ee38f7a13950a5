import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Announcements, encodeAnnouncement } from '../json-rpc/index.js';
import { SessionsService } from './sessions.service.js';
import { Turns } from './turns.js';

/** Tells every initialised session what is announced. */
@Injectable()
export class SessionBroadcast implements OnModuleInit, OnModuleDestroy {
  private readonly turns = new Turns();
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly announcements: Announcements,
    private readonly sessions: SessionsService,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.announcements.subscribe((announcement) => {
      const message = encodeAnnouncement(announcement);
      this.turns.visit(this.sessions.all(), (session) => {
        const { principal } = session.caller;
        if (this.announcements.isFor(announcement, session, principal)) session.push(message);
      });
    });
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
    this.turns.stop();
  }
}
