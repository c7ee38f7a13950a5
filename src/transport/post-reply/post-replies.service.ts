import { Injectable } from '@nestjs/common';
import { EventStreams, PendingBytesBudget } from '../event-stream/index.js';
import { type PostedRequests, PostReply } from './post-reply.js';

/** Answers POSTs, within the bounds of all responses. */
@Injectable()
export class PostReplies {
  constructor(
    private readonly streams: EventStreams,
    private readonly budget: PendingBytesBudget,
  ) {}

  open(posted: PostedRequests): PostReply {
    return new PostReply(posted, this.streams, this.budget);
  }
}
