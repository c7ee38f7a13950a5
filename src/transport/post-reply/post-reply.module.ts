import { Module } from '@nestjs/common';
import { EventStreamModule } from '../event-stream/index.js';
import { PostReplies } from './post-replies.service.js';

/** The answer to a POST in its own response, for every wire that has one. */
@Module({ imports: [EventStreamModule], providers: [PostReplies], exports: [PostReplies] })
export class PostReplyModule {}
